using System.Globalization;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Tests.Architecture;
using Fulcrum.Models.Tests.Encoders;
using Fulcrum.Models.Verification;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests;

/// <summary>
/// The table in docs/models.md: every architecture in every file format against the reference. FULCRUM_UPDATE_DOCS=1 measures
/// again and writes it.
/// </summary>
public sealed class ModelsDocumentTests : IDisposable
{
    private const string Folder = "safetensors";
    private const string Bert = "bert";
    private const string Embedder = "all-MiniLM-L6-v2";
    private const string Shards = "safetensors in shards";
    private const string Written = "GGUF F32, written by Fulcrum";
    private const string Classifier = "safetensors, sequence classification";
    private const string NotWritten = "not written";
    private const double GgufTolerance = 2e-4;
    private const double ClassifierTolerance = 1e-5;

    /// <summary>How far another machine's rounding may be from what the table says.</summary>
    private const double Factor = 5;

    private static readonly string Document = Path.Combine(RepositoryFiles.Root, "docs", "models.md");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Rows => new(
    [
        .. TinyModels.Decoders.Select(model => (model.Data, Folder)), (Bert, Folder), (Embedder, Folder),
        ("llama", Shards),
        ("llama", "GGUF F32"), ("llama", "GGUF Q8_0"), ("qwen2", "GGUF F32"), ("qwen2", "GGUF Q8_0"),
        .. ((string[])["falcon", "falcon-new", "gemma3", "gpt2", "llama3-rope", "phi3", "qwen3"]).Select(name => (name, Written)),
        .. Unwritten.Select(name => (name, Written)),
        ("llama", Classifier), ("gpt2", Classifier),
        ("SmolLM2-135M-Instruct", "GGUF Q4_1"),
    ]);

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_table_says_how_far_a_model_is_from_the_reference(string name, string format)
    {
        if (IsUnwritten(name, format))
        {
            var reason = Reason(name);
            if (!IsUpdate) Assert.Equal([name, format, NotWritten, reason], Row(name, format));
            return;
        }

        var (difference, tolerance) = Measure(name, format);

        Assert.InRange(difference, 0, tolerance);
        if (IsUpdate) return;
        var row = Row(name, format);
        Assert.Equal(Digit(tolerance), row[3]);
        Assert.InRange(double.Parse(row[2], CultureInfo.InvariantCulture), difference / Factor, Math.Min(tolerance, difference * Factor));
    }

    [Fact]
    public void The_table_has_a_row_for_every_architecture_and_format()
    {
        var rows = Rows.Select(row => row.Data).ToList();
        if (IsUpdate) Update(rows);

        Assert.Equal(rows, Table().Select(cells => (cells[0], cells[1])));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Models that llama.cpp would take for others.</summary>
    private static string[] Unwritten => ["gemma3-full", "mistral"];

    private static bool IsUnwritten(string name, string format) => format == Written && Unwritten.Contains(name);

    private static string[] Row(string name, string format) => Assert.Single(Table(), cells => cells[0] == name && cells[1] == format);

    private static bool IsUpdate => Environment.GetEnvironmentVariable("FULCRUM_UPDATE_DOCS") == "1";

    private static IEnumerable<string[]> Table() => File.ReadLines(Document)
        .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static string Digit(double number) => number == 0 ? "0" : number.ToString("0e-00", CultureInfo.InvariantCulture);

    private void Update(IEnumerable<(string Name, string Format)> rows)
    {
        var lines = File.ReadAllLines(Document).ToList();
        var first = lines.FindIndex(line => line.StartsWith("|---", StringComparison.Ordinal)) + 1;
        var count = lines.Skip(first).TakeWhile(line => line.StartsWith('|')).Count();
        lines.RemoveRange(first, count);
        lines.InsertRange(first, rows.Select(row =>
        {
            if (IsUnwritten(row.Name, row.Format)) return $"| {row.Name} | {row.Format} | {NotWritten} | {Reason(row.Name)} |";
            var (difference, tolerance) = Measure(row.Name, row.Format);
            return $"| {row.Name} | {row.Format} | {Digit(difference)} | {Digit(tolerance)} |";
        }));
        File.WriteAllText(Document, string.Join('\n', lines) + "\n");
    }

    private (double Difference, double Tolerance) Measure(string name, string format)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        switch (name)
        {
            case Bert:
                using (var bert = new TinyBert())
                using (var golden = new GoldenFile(TinyBert.Folder))
                    return (EncoderVerification.Run(bert.Encoder, golden).Max(output => output.Difference), bert.Tolerance);
            case Embedder:
                return (RealEmbedder(), 1e-5);
        }

        switch (format)
        {
            case Classifier:
                return (CompareScores(name), ClassifierTolerance);
            case "GGUF Q4_1":
                return (RealModel(), 2e-3);
            case "GGUF F32" or "GGUF Q8_0":
                var file = RepositoryFiles.Fixture($"models/gguf/tiny-{name}.{format[5..]}");
                return (Compare($"{file}.gguf", $"{file}.golden.safetensors"), GgufTolerance);
        }

        using var tiny = new TinyModel(name);
        var path = format switch
        {
            Shards => RepositoryFiles.Fixture($"models/{name}-sharded"),
            Written => Export(name),
            _ => tiny.Folder,
        };
        return (Compare(path, Path.Combine(tiny.Folder, "golden.safetensors")), tiny.Tolerance);
    }

    /// <summary>Of the logits at every position: of whole rows, and of rows with padding on either side where the reference has them.</summary>
    private static double Compare(string path, string goldens)
    {
        using var model = LanguageModel.Load(path);
        using var golden = new Golden(goldens);
        var differences = new List<double> { Largest(golden["logits"] - Logits(golden["input_ids"], null)) };
        foreach (var side in (string[])["left", "right"])
        {
            if (!golden.Names.Contains($"{side}.logits")) continue;
            var mask = golden[$"{side}.attention_mask"];
            int[] lengths = [.. mask.sum(1).data<long>().Select(length => (int)length)];
            differences.Add(Largest(golden[$"{side}.logits"] - Logits(golden[$"{side}.input_ids"], new RowPadding(lengths, side == "left")) * mask.unsqueeze(-1)));
        }

        return differences.Max();

        Tensor Logits(Tensor ids, RowPadding? padding) =>
            model.Decoder.Logits(model.Decoder.Forward(ids, new DecoderContext { Padding = padding }));
    }

    /// <summary>Of the scores of whole rows and of padded ones, but those padded on the left that transformers places otherwise.</summary>
    private static double CompareScores(string name)
    {
        using var golden = new Golden(RepositoryFiles.Fixture($"peft/lora-seq-cls/{name}/golden.safetensors"));
        using var classifier = SequenceClassifier.Load(RepositoryFiles.Fixture($"models/{name}"), golden["base_head/score.weight"]);
        string[] batches = SequenceClassifier.CountsPositionsAsReference(classifier.Decoder.Configuration) ? ["", "left_padded/", "right_padded/"] : ["", "right_padded/"];
        return batches.Max(batch =>
        {
            int[] lengths = [.. golden[$"{batch}attention_mask"].sum(1).data<long>().Select(length => (int)length)];
            return Largest(golden[$"{batch}base_logits"] - classifier.Forward(golden[$"{batch}input_ids"], new RowPadding(lengths, batch == "left_padded/")));
        });
    }

    /// <summary>Why a model is not written as GGUF, in the words of the refusal.</summary>
    private string Reason(string name)
    {
        var message = Assert.Throws<InputException>(() => Export(name)).Errors[0].Message;
        return message[..message.IndexOf(" cannot be written", StringComparison.Ordinal)];
    }

    private static double Largest(Tensor differences) => differences.abs().max().item<float>();

    private static double RealModel()
    {
        using var golden = new Golden(RepositoryFiles.Shared("reference/architectures/smollm2.safetensors"));
        using var model = LanguageModel.Load(RepositoryFiles.Shared("models/SmolLM2-135M-Instruct"));
        return ((string[])["plain", "chat", "phishing", "long"]).Max(prompt => Largest(
            golden[$"{prompt}.last_logits"] - model.Decoder.Logits(model.Decoder.Forward(golden[$"{prompt}.input_ids"].unsqueeze(0))[0, -1])));
    }

    private static double RealEmbedder()
    {
        using var golden = new Golden(MiniLM.Goldens);
        using var numbers = JsonDocument.Parse(File.ReadAllBytes(MiniLM.Sentences));
        using var embedder = TextEmbedder.Load(MiniLM.Folder);
        string[] sentences = [.. numbers.RootElement.GetProperty("sentences").EnumerateArray().Select(sentence => sentence.GetProperty("text").GetString()!)];
        return Largest(golden["embeddings"] - stack(embedder.Embed(sentences).Select(embedding => tensor(embedding))));
    }

    private string Export(string name)
    {
        var copy = TinyModels.Copy(name, Path.Combine(_folder.Path, Path.GetRandomFileName()));
        using var model = LanguageModel.Load(copy);
        var path = Path.Combine(copy, "written.gguf");
        GgufExport.Write(model, path, GgufPrecision.F32, TestContext.Current.CancellationToken);
        return path;
    }
}
