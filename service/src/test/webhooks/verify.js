// Reads a line {"secret", "headers", "body"} for each webhook, verifies it, and writes a line: ok, or what is wrong.
import { createInterface } from "node:readline";
import { Webhook } from "standardwebhooks";

for await (const line of createInterface({ input: process.stdin })) {
  const { secret, headers, body } = JSON.parse(line);
  try {
    new Webhook(secret).verify(body, headers);
    console.log("ok");
  } catch (problem) {
    console.log(problem.message);
  }
}
