#!/usr/bin/env bash
# The examples do what their first lines say.
# req: X3
. "$(dirname "$0")/lib.sh"

begin "every example passes seam check"
for example in "$ROOT"/examples/*.seam "$ROOT"/examples/*/main.seam; do
    run seam check "$example"
    expect_status 0
    expect_quiet
done

begin "the packages example counts and sums by section"
write status <<'END'
Package: left
Status: install ok installed
Section: libs
Installed-Size: 2048
Description: a field that goes on
 Section: games

Package: gone
Status: deinstall ok config-files
Section: libs
Installed-Size: 4096

Package: right
Status: install ok installed
Section: libs
Installed-Size: 1024

Package: bare
Status: install ok installed
END
run seam run --leaks "$ROOT/examples/packages/main.seam" status
expect_status 0
expect_quiet
expect_out_has "libs                     2       3.0  left"
expect_out_has "unknown                  1       0.0  bare"
expect_out_has "3 packages read"

begin "the packages example says what it cannot read"
run seam run --leaks "$ROOT/examples/packages/main.seam" missing/status
expect_status 1
expect_out ""
expect_err_has "packages: missing/status: No such file or directory"

# Prints what an example says, without leaks and without a word on stderr.
says() {
    local name=$1
    shift
    begin "examples/$name.seam: ${*:-as it is}"
    run seam run --leaks "$ROOT/examples/$name.seam" "$@"
    expect_quiet
}

says richards 2
expect_status 0
expect_out "2 x 23246 packets sent, 9297 times held"

says deltablue 50
expect_status 0
expect_out "a chain and a projection of 50: solved"

says havlak
expect_status 0
expect_out "5042 blocks: 1521 loops, 3 deep, 5041 blocks in them, 3 irreducible, 1 of one block"

says lru
expect_status 0
expect_out_has 'newest first: ["four", "one", "three"]'
expect_out_has "longest 121, sum 207518: 0 hits, 6000 misses, 100 kept"

says lisp
expect_status 0
expect_out_has "2432902008176640000"
expect_out_has "(1 4 9 16)"
expect_out_has "5000050000"
expect_out_has "error: expected a list, found 5"

says lisp '(define (f n) (if (< n 2) n (+ (f (- n 1)) (f (- n 2)))))' '(f 15)' '(f' ')'
expect_out_has "610"
expect_out_has 'error: a `(` without its `)`'
expect_out_has 'error: a `)` without its `(`'

says router 0,0 2,2
expect_status 0
expect_out_has "0,0 > 1,0 > 2,0 > 2,1 > 2,2"

begin "the router says what there is no way to"
run seam run --leaks "$ROOT/examples/router.seam" 0,0 island
expect_status 1
expect_err_has "router: no way leads from 0,0 to island"

begin "the diff example prints what diff -u prints"
seq 1 30 >old
sed -e '3d' -e 's/^17$/seventeen/' -e '$a 31' old >new
run seam run --leaks "$ROOT/examples/diff.seam" old new
expect_status 1
expect_quiet
diff -u --label old --label new old new >wanted
expect_out "$(sed 's/\t.*//' wanted)"
run seam run --leaks "$ROOT/examples/diff.seam" old old
expect_status 0
expect_out ""
run seam run --leaks "$ROOT/examples/diff.seam" old missing
expect_status 2
expect_err_has "missing"

begin "the csv example answers questions"
write people.csv <<'END_CSV'
name,age,city
Ann,31,Rome
"Bo, Jr",9,Oslo
Cy,45,"Ro""me"
Dee,30,Oslo
END_CSV
run seam run --leaks "$ROOT/examples/csv.seam" people.csv where 'age>=30' select name,age sort -age limit 2
expect_status 0
expect_out "name  age
Cy    45
Ann   31"
run seam run --leaks "$ROOT/examples/csv.seam" people.csv group city sum age
expect_out_has "Oslo   2      39"
run seam run --leaks "$ROOT/examples/csv.seam" people.csv sort nam
expect_status 2
expect_err_has 'csv: no column `nam`; there are name, age, city'

begin "the json example prints what leads to a part"
write data.json <<'END_JSON'
{"a": [1, {"b": "x\u00e9\n\ud83d\ude00"}], "c": 1e3, "d": {}}
END_JSON
run seam run --leaks "$ROOT/examples/json/main.seam" a 1 b <data.json
expect_status 0
expect_out '"xé\n😀"'
write broken.json <<'END_JSON'
[1, {"a": }]
END_JSON
run seam run --leaks "$ROOT/examples/json/main.seam" <broken.json
expect_status 1
expect_err_has "json: expected a value at offset 10"

says adventure --demo
expect_status 0
expect_out_has "The gate of the tower is locked."
expect_out_has "You won in 6 moves."

begin "the adventure is played from stdin"
printf 'take book\ninventory\nquit\nnorth\n' >moves
run seam run --leaks "$ROOT/examples/adventure.seam" <moves
expect_status 0
expect_quiet
expect_out "A hall. Doors lead north and east, stairs lead south.
> take book
There is no book here.
> inventory
You carry nothing.
> quit
You wake up. It was a dream."

begin "the fetch example reads files and HTTP, and tells errors"
write page.txt <<'END'
one
two
END
run seam run --leaks "$ROOT/examples/fetch.seam" "file://$PWD/page.txt" "file://$PWD/none"
expect_status 1
expect_out_has "page.txt: 8 bytes, 3 lines"
expect_out_has "none: Couldn't read a file:// file"
write server.py <<'END'
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"x" * 100_000 + b"\n" if self.path == "/large" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
END
coproc SERVER { exec python3 server.py; }
server_pid=$SERVER_PID
read -r port <&"${SERVER[0]}"
run env no_proxy=127.0.0.1 "$SEAM" run --leaks "$ROOT/examples/fetch.seam" "http://127.0.0.1:$port/large" "http://127.0.0.1:$port/none"
kill "$server_pid"
expect_status 1
expect_out_has "/large: 100001 bytes, 2 lines"
expect_out_has "/none: HTTP response code said error"

begin "the GLib example ends with its sources"
run seam run --leaks "$ROOT/examples/glib.seam"
expect_status 0
expect_quiet
expect_out $'fast: 1\nfast: 2\nfast: 3\nfast: its source is gone\nslow: 1\nslow: 2\nslow: its source is gone\n["idle", "idle", "idle"]'

begin "examples/markdown.seam: a page with everything, and its outline"
write page.md <<'END'
# A *page* #

Two words, `a < b`, **both _of_ them** and [a link](x.html "no).
Then ![a picture](p.png)\
and \*stars\*.

- one
- two
  1. inner

| a | b |
|:-:|--:|
| 1 | x \| y |

> quoted
goes on

```c
if (a < b) {}
```

Under
-----
END
write page.html <<'END'
<h1>A <em>page</em></h1>
<p>Two words, <code>a &lt; b</code>, <strong>both <em>of</em> them</strong> and [a link](x.html &quot;no).
Then <img src="p.png" alt="a picture" /><br />
and *stars*.</p>
<ul>
<li>one</li>
<li>two
<ol>
<li>inner</li>
</ol>
</li>
</ul>
<table>
<thead>
<tr>
<th align="center">a</th>
<th align="right">b</th>
</tr>
</thead>
<tbody>
<tr>
<td align="center">1</td>
<td align="right">x | y</td>
</tr>
</tbody>
</table>
<blockquote>
<p>quoted
goes on</p>
</blockquote>
<pre><code class="language-c">if (a &lt; b) {}
</code></pre>
<h2>Under</h2>
END
run seam run --leaks "$ROOT/examples/markdown.seam" page.md
expect_status 0
expect_quiet
expect_out "$(cat page.html)"
run seam run --leaks "$ROOT/examples/markdown.seam" --outline page.md
expect_status 0
expect_quiet
expect_out "A page
  Under"

begin "the markdown example gives what cmark-gfm gives for the pages of this project"
if command -v cmark-gfm > /dev/null; then
    run seam build "$ROOT/examples/markdown.seam" -o markdown
    expect_status 0
    for page in "$ROOT"/*.md "$ROOT"/docs/*.md "$ROOT"/docs/language/*.md; do
        cmark-gfm --unsafe -e table -e autolink "$page" > theirs.html
        run ./markdown "$page"
        expect_status 0
        expect_out "$(cat theirs.html)"
    done
fi
