using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Inspection;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

/// <summary>A damaged <c>tokenizer_config.json</c>, for each of those who read it, and a tokenizer that is only looked at.</summary>
public sealed class TokenizerConfigurationFuzzTests : IDisposable
{
    private static readonly byte[] Original = """
        {"bos_token":"<s>","eos_token":{"__type":"AddedToken","content":"</s>","special":true},"pad_token":null,"unk_token":"<unk>",
        "chat_template":[{"name":"tool","template":"{{ 1 }}"},{"name":"default","template":"{% for m in messages %}{{ m['content'] | trim }}{% endfor %}"}]}
        """u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_names_the_tokens_with_a_role()
    {
        _folder.Write("tokenizer.json", """
            {"added_tokens":[{"id":0,"content":"<unk>"},{"id":1,"content":"<s>"},{"id":2,"content":"</s>"}],
            "model":{"type":"BPE","vocab":{"<unk>":0,"<s>":1,"</s>":2,"a":3},"merges":[]}}
            """);

        Fuzz.Try(Fuzz.Tries / 4, Path.Combine(_folder.Path, "tokenizer_config.json"), Original, Original.Length, _ => Tokenizer.Load(_folder.Path), leastRefused: 0.3);
    }

    [Fact]
    public void It_holds_the_chat_template() =>
        Fuzz.Try(Fuzz.Tries / 4, Path.Combine(_folder.Path, "tokenizer_config.json"), Original, Original.Length, leastRefused: 0.3, read: _ =>
            ModelChatTemplate.Find(_folder.Path).Template?.Render([new("user", "hello")], true, new Dictionary<string, string> { ["bos_token"] = "<s>", ["eos_token"] = "</s>" }, default));

    [Fact]
    public void A_tokenizer_is_told_by_its_kind()
    {
        var original = """{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","byte_fallback":false,"vocab":{}}}"""u8.ToArray();

        Fuzz.Try(Fuzz.Tries / 4, Path.Combine(_folder.Path, "tokenizer.json"), original, original.Length, _ => TokenizerKind.OfFolder(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
