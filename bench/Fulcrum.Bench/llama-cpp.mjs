// node llama-cpp.mjs MODEL.gguf THREADS PROMPT_TOKENS DECODED_TOKENS: prints one line of JSON with seconds and tokens per second.
import {getLlama} from "node-llama-cpp";

const [modelPath, ...numbers] = process.argv.slice(2);
const [threads, promptTokens, decodedTokens] = numbers.map(Number);
const rows = 8;
const best = async (tries, measure) => {
    let seconds = Infinity;
    for (let i = 0; i < tries; i++) seconds = Math.min(seconds, await measure());
    return seconds;
};
const time = async (action) => {
    const start = performance.now();
    await action();
    return (performance.now() - start) / 1000;
};
const prompt = (count, row = 0) => Array.from({length: count}, (_, i) => ((i + row * count) * 37) % 48000 + 100);

const llama = await getLlama({gpu: false, build: "never", maxThreads: threads, logLevel: "error"});
let model;
const loadSeconds = await time(async () => { model = await llama.loadModel({modelPath}); });

const open = async (sequences) => {
    const context = await model.createContext({sequences, contextSize: 1024, batchSize: 512, threads: {ideal: threads, min: threads}});
    return [context, Array.from({length: sequences}, () => context.getSequence())];
};
const decode = async (sequence, first) => {
    let left = decodedTokens;
    for await (const _ of sequence.evaluate([first], {temperature: 0, yieldEogToken: true})) if (--left === 0) break;
};

const [single, [sequence]] = await open(1);
const prefillSeconds = await best(3, async () => {
    await sequence.clearHistory();
    return time(() => sequence.evaluateWithoutGeneratingNewTokens(prompt(promptTokens)));
});
const decodeSeconds = await best(3, async () => {
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt(32));
    return time(() => decode(sequence, 100));
});
await single.dispose();

const [batched, sequences] = await open(rows);
const batchSeconds = await best(3, async () => {
    for (const [row, one] of sequences.entries()) {
        await one.clearHistory();
        await one.evaluateWithoutGeneratingNewTokens(prompt(32, row));
    }
    return time(() => Promise.all(sequences.map((one) => decode(one, 100))));
});
await batched.dispose();

console.log(JSON.stringify({
    loadSeconds, prefill: promptTokens / prefillSeconds, decode: decodedTokens / decodeSeconds, batchDecode: rows * decodedTokens / batchSeconds,
}));
process.exit(0);
