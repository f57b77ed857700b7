// What officers' pages get beyond the shared part. They work without it: it only adds comfort.
import "./board.js";
import "./chosen.js";
import "./keys.js";
import "./live.js";
import "./viewer.js";
