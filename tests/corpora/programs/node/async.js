const fs = require("fs");
const path = require("node:path");
const { promisify } = require("util");
const EventEmitter = require("events");

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
console.log("start");
setTimeout(() => console.log("timeout"), 0);
Promise.resolve("micro").then(console.log);
process.nextTick(() => console.log("tick"));

async function work(name, ms) {
  console.log(name, "begins");
  await sleep(ms);
  console.log(name, "ends");
  return name.toUpperCase();
}

async function main() {
  const results = await Promise.all([work("a", 30), work("b", 10)]);
  console.log(results);
  try {
    await Promise.reject(new Error("rejected"));
  } catch (error) {
    console.log("caught", error.message);
  }
  console.log(await Promise.race([sleep(50).then(() => "slow"), sleep(5).then(() => "fast")]));
  console.log(await Promise.allSettled([Promise.resolve(1), Promise.reject(2)]));
  for (const n of [1, 2]) {
    await sleep(1);
    console.log("loop", n);
  }
  const value = await 5;
  return value;
}

main().then((v) => console.log("main", v)).catch(console.error).finally(() => console.log("finally"));
console.log("end");

const dir = fs.existsSync("/tmp") ? "/tmp/" + process.pid : ".";
fs.mkdirSync(dir, { recursive: true });
const file = path.join(dir, "x", "..", "file.txt");
fs.writeFileSync(file, "one\ntwo\n");
fs.appendFileSync(file, "three\n");
console.log(fs.readFileSync(file, "utf8").split("\n").length, path.basename(file, ".txt"), path.extname(file), fs.existsSync(dir + "/nope"), fs.readdirSync(dir));
try {
  fs.readFileSync("/no/such/file", "utf8");
} catch (error) {
  console.log(error.code, error.message);
}
const bus = new EventEmitter();
bus.on("greet", (who) => console.log("hello", who));
console.log(bus.emit("greet", "bus"), bus.emit("nothing"));
let ticks = 0;
const timer = setInterval(() => {
  console.log("interval", ++ticks);
  if (ticks === 2) clearInterval(timer);
}, 20);
process.on("exit", (code) => console.log("exit", code));
promisify((text, done) => done(null, text + "!"))("promised").then(console.log);
const counter = (() => { let n = 0; return { inc: () => ++n, get value() { return n; } }; })();
counter.inc();
console.log(counter.value, counter);
console.log("%s is %d years and %j", "Al", 42, { a: 1 });
console.error("to stderr");
