// Reads jobs {model, prompts, count} from standard input as JSON; writes, for each job, what llama.cpp makes of each prompt:
// {ids: the prompt's tokens, greedy: the most probable continuation of `count` tokens, text: that as text}.
import {pathToFileURL} from "node:url";
import {createRequire} from "node:module";
import {text} from "node:stream/consumers";
import path from "node:path";

const installed = createRequire(path.join(process.cwd(), "package.json")).resolve("node-llama-cpp");
const {getLlama} = await import(pathToFileURL(installed));
const llama = await getLlama({gpu: false, build: "never", logLevel: "error"});

const results = [];
for (const {model: modelPath, prompts, count} of JSON.parse(await text(process.stdin))) {
    const model = await llama.loadModel({modelPath, gpuLayers: 0});
    const context = await model.createContext({contextSize: 256, threads: 1, experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32"});
    const sequence = context.getSequence();
    const answers = [];
    for (const prompt of prompts) {
        await sequence.clearHistory();
        const ids = model.tokenize(prompt, true);
        const greedy = [];
        if (count > 0) {
            for await (const token of sequence.evaluate(ids, {temperature: 0, yieldEogToken: true})) {
                greedy.push(token);
                if (greedy.length === count) break;
            }
        }
        answers.push({ids, greedy, text: model.detokenize(greedy)});
    }
    results.push(answers);
    await model.dispose();
}
console.log(JSON.stringify(results));
