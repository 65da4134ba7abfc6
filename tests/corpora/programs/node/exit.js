process.exitCode = 3;
console.log(process.argv.length, typeof process.env.PATH, process.platform);
setTimeout(() => process.exit(5), 10);
