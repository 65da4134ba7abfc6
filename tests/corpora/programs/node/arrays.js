console.log(Array.from({ length: 30 }, (_, i) => i), Array.from({ length: 120 }, (_, i) => i * 100));
console.log(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"], [{ a: 1 }, { b: 2 }]);
console.log({ name: "a long name that fills the line", description: "another long text that goes on", n: 1 });
console.log({ a: { b: { c: { d: 1 } } }, list: [[1, [2, [3, [4]]]]] }, [[]], {}, [[], {}]);
console.log(new Error("shown").message, [new Error("in array")].length, Object.create(null) === null, [1.5, -2, 1000000]);
console.log({ users: [{ id: 1, name: "Al", tags: ["x", "y"] }, { id: 2, name: "Bo", tags: [] }], total: 2 });
