using System.Text;
using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

public sealed class ModelsTokenizeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names =>
    [
        "tiny-bpe", "added-tokens", "bpe-llama3", "bpe-qwen2", "bpe-falcon", "bpe-roberta", "sp-bpe-llama2", "sp-bpe-metaspace",
        "sp-bpe-gemma", "unigram-t5", "unigram-xlmr", "wordpiece-cased", "smollm2", "minilm", "smollm2.gguf",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Json_lines_give_the_ids_tokens_and_offsets_of_the_reference(string name)
    {
        var (model, golden) = TokenizerFolders.Find(Path.ChangeExtension(name, null));
        if (name == "smollm2.gguf") model = Path.Combine(model, "SmolLM2-135M-Instruct.Q4_1.gguf");
        if (name == "tiny-bpe") model = Path.Combine(model, "tokenizer.json");
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(golden, TestContext.Current.CancellationToken));
        var cases = json.RootElement.GetProperty("cases").EnumerateArray().ToArray();

        var ended = await TokenizeAsync(string.Join('\n', cases.Select(c => JsonSerializer.Serialize(c.GetProperty("text").GetString()))) + "\n", model, "--json");

        Assert.True(ended.ExitCode == 0, ended.Error);
        var lines = ended.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(cases.Length, lines.Length);
        foreach (var (line, expected) in lines.Zip(cases))
        {
            using var actual = JsonDocument.Parse(line);
            Assert.Equal(["ids", "tokens", "offsets"], actual.RootElement.EnumerateObject().Select(property => property.Name));
            foreach (var property in actual.RootElement.EnumerateObject())
                Assert.True(JsonElement.DeepEquals(expected.GetProperty(property.Name), property.Value), $"{expected}\n{line}");
        }
    }

    [Fact]
    public async Task Plain_lines_give_a_line_per_token()
    {
        var ended = await TokenizeAsync("a🙂\r\n\nb", RepositoryFiles.Fixture("tokenizers/tiny-bpe"));

        Assert.Equal(0, ended.ExitCode);
        var blocks = ended.Output.Split("\n\n");
        Assert.Matches("^[0-9]+\t0\t1\ta\n", blocks[0]);
        Assert.Matches("^[0-9]+\t0\t1\tb$", blocks[^2].Trim('\n'));
        Assert.DoesNotContain("\r", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"good\"\nbad\n\"good\"\n", 2, true)]
    [InlineData("\"good\"\n\"more\"\n{\"text\": \"x\"}\n", 3)]
    [InlineData("\"half\n", 1, true)]
    [InlineData("\"two\" \"strings\"\n", 1, true)]
    [InlineData("\"lone \\ud800 surrogate\"\n", 1)]
    [InlineData("\n", 1)]
    public async Task A_line_that_is_no_JSON_string_is_named_and_ends_it(string input, int line, bool hasColumn = false)
    {
        var ended = await TokenizeAsync(input, RepositoryFiles.Fixture("tokenizers/tiny-bpe"), "--json");

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith($"error: standard input({line}{(hasColumn ? "," : "")}", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", ended.Error, StringComparison.Ordinal);
        Assert.Equal(input.Contains("ud800", StringComparison.Ordinal), ended.Error.Contains("unpaired surrogate", StringComparison.Ordinal));
        Assert.Equal(line - 1, ended.Output.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("\ufeff\"a\"\n", "--json")]
    [InlineData("\ufeffa\n", "")]
    public async Task A_byte_order_mark_is_no_part_of_the_text(string input, string option)
    {
        var marked = await TokenizeAsync(input, [RepositoryFiles.Fixture("tokenizers/tiny-bpe"), .. option.Length > 0 ? [option] : Array.Empty<string>()]);
        var plain = await TokenizeAsync(input[1..], [RepositoryFiles.Fixture("tokenizers/tiny-bpe"), .. option.Length > 0 ? [option] : Array.Empty<string>()]);

        Assert.Equal((0, plain.Output), (marked.ExitCode, marked.Output));
    }

    [Fact]
    public async Task Tokens_come_while_input_is_still_open()
    {
        using var process = FulcrumProcess.Start(_folder.Path, "models", "tokenize", RepositoryFiles.Fixture("tokenizers/tiny-bpe"), "--json");
        var line = JsonSerializer.Serialize(new string('x', 1000)) + "\n";

        // More than is buffered before it is written.
        for (var i = 0; i < 300; i++) await process.Input.WriteAsync(line);
        await process.Input.FlushAsync(TestContext.Current.CancellationToken);

        await Until.TrueAsync(() => process.LengthOut > 0, "the first tokens");
        process.Input.Close();
        Assert.Equal(300, (await process.WaitAsync()).Output.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_counts_as_the_replacement_character()
    {
        using var process = FulcrumProcess.Start(_folder.Path, "models", "tokenize", RepositoryFiles.Fixture("tokenizers/tiny-bpe"));
        await process.Input.BaseStream.WriteAsync(new byte[] { 0xff, (byte)'\n' }, TestContext.Current.CancellationToken);
        process.Input.Close();

        var ended = await process.WaitAsync();

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("\t0\t1\t", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_tokenizer_is_refused()
    {
        var ended = await TokenizeAsync("", Path.Combine(_folder.Path, "absent"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("absent: There is no tokenizer. Give a tokenizer.json", ended.Error, StringComparison.Ordinal);
    }

    private async Task<FulcrumProcess.Ended> TokenizeAsync(string input, params string[] arguments)
    {
        using var process = FulcrumProcess.Start(_folder.Path, ["models", "tokenize", .. arguments]);
        await process.Input.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input), TestContext.Current.CancellationToken);
        process.Input.Close();
        return await process.WaitAsync();
    }
}
