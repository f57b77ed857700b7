// What officers' pages get beyond the shared part. They work without it: it only adds comfort.
import "./chosen.js";
import "./viewer.js";
