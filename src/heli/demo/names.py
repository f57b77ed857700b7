"""Invented names of the demo district: towns and streets with their communities, Chinese and English."""

from typing import Final, NamedTuple


class TownNames(NamedTuple):
    """A town or street: its three digits (from 101 on: a rural town), its stem, its communities."""

    digits: str
    stem: str
    stem_en: str
    communities: tuple[tuple[str, str], ...]

    @property
    def rural(self) -> bool:
        """Whether it is a 镇 (town) and not a 街道 (street)."""
        return self.digits > "100"


TOWNS: Final = (
    TownNames(
        "001",
        "望桥",
        "Wangqiao",
        (
            ("望桥里", "Wangqiaoli"),
            ("砚池", "Yanchi"),
            ("鼓楼前", "Gulouqian"),
            ("书院弄", "Shuyuanlong"),
            ("东关厢", "Dongguanxiang"),
            ("北闸桥", "Beizhaqiao"),
            ("中兴苑", "Zhongxingyuan"),
        ),
    ),
    TownNames(
        "002",
        "柳浦",
        "Liupu",
        (
            ("柳浦", "Liupu"),
            ("采菱", "Cailing"),
            ("青石巷", "Qingshixiang"),
            ("老渡口", "Laodukou"),
            ("凤栖苑", "Fengqiyuan"),
            ("柳堤下", "Liudixia"),
            ("长岸", "Zhang'an"),
        ),
    ),
    TownNames(
        "003",
        "锦塘",
        "Jintang",
        (
            ("锦塘", "Jintang"),
            ("织机坊", "Zhijifang"),
            ("双塔影", "Shuangtaying"),
            ("南园里", "Nanyuanli"),
            ("学士桥", "Xueshiqiao"),
            ("百果园", "Baiguoyuan"),
            ("河西湾", "Hexiwan"),
        ),
    ),
    TownNames(
        "004",
        "鹭汀",
        "Luting",
        (
            ("鹭汀", "Luting"),
            ("白鹭洲", "Bailuzhou"),
            ("滨河里", "Binheli"),
            ("苇荡", "Weidang"),
            ("听雨", "Tingyu"),
            ("明湖苑", "Minghuyuan"),
            ("渔歌", "Yuge"),
        ),
    ),
    TownNames(
        "005",
        "桐荫",
        "Tongyin",
        (
            ("桐荫", "Tongyin"),
            ("梧桐里", "Wutongli"),
            ("金穗", "Jinsui"),
            ("西岭脚", "Xilingjiao"),
            ("康乐里", "Kangleli"),
            ("石鼓墩", "Shigudun"),
            ("蓝田畈", "Lantianfan"),
        ),
    ),
    TownNames(
        "006",
        "听涛",
        "Tingtao",
        (
            ("听涛", "Tingtao"),
            ("松风", "Songfeng"),
            ("望湖亭", "Wanghuting"),
            ("涌泉里", "Yongquanli"),
            ("海棠里", "Haitangli"),
            ("新业", "Xinye"),
            ("科创园", "Kechuangyuan"),
        ),
    ),
    TownNames(
        "007",
        "月埠",
        "Yuebu",
        (
            ("月埠", "Yuebu"),
            ("老码头", "Laomatou"),
            ("粮仓湾", "Liangcangwan"),
            ("邻里", "Linli"),
            ("机床厂", "Jichuangchang"),
            ("铁路新村", "Tieluxincun"),
            ("东风桥", "Dongfengqiao"),
        ),
    ),
    TownNames(
        "008",
        "云舸",
        "Yunge",
        (
            ("云舸", "Yunge"),
            ("帆影", "Fanying"),
            ("樱花", "Yinghua"),
            ("晨曦", "Chenxi"),
            ("星河", "Xinghe"),
            ("和睦里", "Hemuli"),
            ("未来城", "Weilaicheng"),
        ),
    ),
    TownNames(
        "101",
        "石樟",
        "Shizhang",
        (
            ("石樟", "Shizhang"),
            ("樟树下", "Zhangshuxia"),
            ("大坪上", "Dapingshang"),
            ("石门洞", "Shimendong"),
            ("溪头湾", "Xitouwan"),
            ("岩下", "Yanxia"),
        ),
    ),
    TownNames(
        "102",
        "青禾",
        "Qinghe",
        (
            ("青禾", "Qinghe"),
            ("稻香", "Daoxiang"),
            ("上圩", "Shangwei"),
            ("下圩", "Xiawei"),
            ("莲塘埂", "Liantanggeng"),
            ("荷叶浜", "Heyebang"),
        ),
    ),
    TownNames(
        "103",
        "竹岙",
        "Zhu'ao",
        (
            ("竹岙", "Zhu'ao"),
            ("里岙", "Li'ao"),
            ("外岙", "Wai'ao"),
            ("竹山脚", "Zhushanjiao"),
            ("笋干坞", "Sunganwu"),
            ("南坡头", "Nanpotou"),
        ),
    ),
    TownNames(
        "104",
        "茶垄",
        "Chalong",
        (
            ("茶垄", "Chalong"),
            ("云雾尖", "Yunwujian"),
            ("炒茶坪", "Chaochaping"),
            ("泉水湾", "Quanshuiwan"),
            ("古亭", "Guting"),
            ("北坞", "Beiwu"),
        ),
    ),
)
