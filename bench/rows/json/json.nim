import std/[json, os]

echo len($parseJson(readFile(paramStr(1))))
