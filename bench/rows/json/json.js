const fs = require("fs");
console.log(Buffer.byteLength(JSON.stringify(JSON.parse(fs.readFileSync(process.argv[2], "utf8")))));
