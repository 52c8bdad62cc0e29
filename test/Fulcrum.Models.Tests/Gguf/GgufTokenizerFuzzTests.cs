using Fulcrum.Models.Gguf;
using Fulcrum.Tests;
using TorchSharp;

namespace Fulcrum.Models.Tests.Gguf;

/// <summary>Damaged tokenizers in a GGUF, of each kind that is read: refused by name, or they work.</summary>
public sealed class GgufTokenizerFuzzTests : IDisposable
{
    private const int Normal = 1, Unknown = 2, Control = 3, Byte = 6;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("t5")]
    [InlineData("bert")]
    public void Damaged_files_are_refused_or_work(string kind)
    {
        string[] markup = kind == "bert" ? ["[UNK]", "[CLS]", "[SEP]"] : ["<unk>", "<s>", "</s>"];
        string[] tokens = kind == "gpt2"
            ? [.. markup, .. Enumerable.Range('!', 94).Select(letter => ((char)letter).ToString()), "ab", "abc", "é"]
            : [.. markup, "<0x0A>", "<0xC3>", "\u2581", "a", "b", "c", "ab", "abc", "\u2581a", "é"];
        var path = Path.Combine(_folder.Path, "sound.gguf");
        GgufWriter.Write(
            path,
            [
                new("general.architecture", "llama"), new("tokenizer.ggml.model", kind), new("tokenizer.ggml.pre", "gpt-2"),
                new("tokenizer.ggml.tokens", tokens), new("tokenizer.ggml.scores", tokens.Select((_, id) => -(float)id).ToArray()),
                new("tokenizer.ggml.token_type", tokens.Select((token, id) => Type(kind, token, id)).ToArray()),
                new("tokenizer.ggml.merges", (string[])["a b", "ab c"]),
                new("tokenizer.ggml.bos_token_id", 1u), new("tokenizer.ggml.eos_token_id", 2u), new("tokenizer.ggml.unknown_token_id", 0u),
                new("tokenizer.ggml.add_bos_token", true), new("tokenizer.ggml.add_eos_token", true), new("tokenizer.ggml.add_space_prefix", true),
            ],
            [new("token_embd.weight", GgufType.F32, [4, 32], () => torch.zeros(4, 32))],
            TestContext.Current.CancellationToken);
        var original = File.ReadAllBytes(path);

        // A token with another letter is as good as the one it was.
        Fuzz.Try(Fuzz.Tries / 4, Path.Combine(_folder.Path, "damaged.gguf"), original, original.Length - 4 * 32 * 4, leastRefused: 0.3, read: damaged =>
        {
            var tokenizer = GgufTokenizer.ReadFile(damaged);
            tokenizer.Decode(tokenizer.Encode("abc é\n<s> \U0001F600", addSpecialTokens: true));
        });
    }

    public void Dispose() => _folder.Dispose();

    private static int Type(string kind, string token, int id) =>
        id == 0 ? Unknown : id < 3 ? Control : kind == "llama" && token.StartsWith("<0x", StringComparison.Ordinal) ? Byte : Normal;
}
