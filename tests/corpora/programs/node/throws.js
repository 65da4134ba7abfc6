function load(config) {
  return config.database.host;
}

console.log("starting");
load({});
