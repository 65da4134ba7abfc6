console.log("before");
const express = require("express-that-is-not-there");
