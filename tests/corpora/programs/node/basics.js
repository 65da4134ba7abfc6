const name = "World";
let count = 0;
var old = [1, 2, 3];
console.log("Hello,", name, 42, 3.5, true, null, undefined, [1, "a", [2]], { a: 1, b: { c: [1, 2] } });
console.log(`template ${name.toUpperCase()} ${1 + 2} ${[1, 2]} ${{}}`);
console.log(7 / 2, 7 % 3, -7 % 3, 2 ** 10, 0.1 + 0.2, 1e21, 1 / 0, 0 / 0, 5 & 3, 5 | 3, 5 ^ 3, 1 << 4, -1 >>> 28, 1e-7);
console.log(1 == "1", 1 === "1", null == undefined, NaN === NaN, "a" < "b", [] + [], "5" * "2", "5" + 2, +"3", typeof name, typeof null, typeof undefined, typeof (() => 1));
const add = (a, b = 10, ...rest) => a + b + rest.length;
console.log(add(1), add(1, 2), add(1, 2, 3, 4));
const { a, b: { c: [first, second = 9] }, ...others } = { a: 1, b: { c: [5] }, d: 4, e: 5 };
const [x, , y = 3, ...z] = [1, 2, undefined, 4, 5];
console.log(a, first, second, others, x, y, z, { ...others, f: 6 }, [...z, ...old], Math.max(...old));
for (const value of old) { if (value === 2) continue; count += value; }
for (const key in { p: 1, q: 2 }) console.log(key);
for (let i = 0; i < 3; i++) { if (i === 2) break; console.log("i", i); }
let w = 3;
while (w > 0) w--;
do { w++; } while (w < 2);
console.log(count, w, w > 1 ? "yes" : "no", null ?? "default", 0 || "or", 0 ?? "zero", others?.missing?.deep, others.nope?.());
switch (count) { case 1: console.log("one"); break; case 4: console.log("four"); default: console.log("through"); }
class Animal {
  #secret = 1;
  static made = 0;
  legs = 4;
  constructor(name) { this.name = name; Animal.made++; }
  speak() { return `${this.name} speaks`; }
  get loud() { return this.speak().toUpperCase(); }
  set nick(value) { this.name = value; }
  static create(name) { return new this(name); }
  secret() { return this.#secret; }
}
class Dog extends Animal {
  constructor(name) { super(name); this.kind = "dog"; }
  speak() { return super.speak() + " woof"; }
}
const d = new Dog("Rex");
console.log(d, d.speak(), d.loud, d instanceof Animal, Animal.made, Dog.create("Bit").name, d.secret(), Dog, Animal.name);
d.nick = "Max";
console.log(d.name, Object.keys(d), JSON.stringify(d), JSON.stringify({ a: [1, { b: null }], u: undefined, f() {} }, null, 2));
try { null.x; } catch (e) { console.log(e.name, e.message); }
try { undefinedThing; } catch (e) { console.log(e instanceof ReferenceError, e.message); }
try { const k = 1; k = 2; } catch ({ message }) { console.log(message); } finally { console.log("finally"); }
try { (void 0)(); } catch (e) { console.log(e.constructor.name); }
class AppError extends Error { constructor(m, code) { super(m); this.name = "AppError"; this.code = code; } }
try { throw new AppError("failed", 42); } catch (e) { console.log(e.name, e.message, e.code, e instanceof AppError, e instanceof Error, String(e)); }
console.log([3, 1, 2].sort(), [10, 9, 1].sort(), [3, 1, 2].sort((p, q) => q - p), [1, 2, 3].map(v => v * 2).filter(v => v > 2).reduce((s, v) => s + v, 0));
console.log([1, 2, 3].includes(2), [1, 2, 3].indexOf(9), [1, [2, [3]]].flat(Infinity), [..."abc"].reverse().join(""), [1, 2, 3, 4].slice(1, -1), Array.from({ length: 3 }, (_, i) => i * i), Array.isArray([]));
console.log("a,b".split(","), "abc".padStart(5, "*"), "x".repeat(3), " t ".trim(), "hello".replace("l", "L"), "hello".replaceAll("l", "L"), "hello".slice(-3), "hello"[1], "hello".at(-1), "abc".charCodeAt(0), "Hi".length);
console.log(parseInt("42px"), parseFloat("3.14abc"), Number(""), Number("x"), (3.14159).toFixed(2), (255).toString(16), Number.isInteger(5.0), (1234.5).toLocaleString());
console.log(new Map([["a", 1], ["b", { c: 2 }]]), new Set([1, 2, 2]), new Map().size, Object.entries({ k: 1 }), Object.fromEntries([["m", 2]]), Object.assign({}, { n: 1 }));
console.log([undefined, null, NaN, -0, "it's"], { "a-b": 1, fn: function () {}, arrow: () => 1, cls: class {} }, [function named() {}]);
