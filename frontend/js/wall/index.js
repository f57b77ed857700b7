// What the wall adds: fresh figures that do not jump, the map folded on a phone, screens in turn with a way to stop them.
import { start as folds } from "./folds.js";
import { start as fresh } from "./fresh.js";
import { start as turns } from "./turns.js";

folds(document);
fresh(document);
for (const scenes of document.querySelectorAll("[data-turn]")) turns(scenes);
