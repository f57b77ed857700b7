// Takes the addresses out of package-lock.json (funding pages): the lock names versions and hashes, no host.
import { readFileSync, writeFileSync } from "node:fs";
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const entry of Object.values(lock.packages)) { delete entry.funding; delete entry.resolved; }
writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
