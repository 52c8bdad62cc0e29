using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Weights;

/// <summary>Makes a folder with random weights, the tiny Llama's configuration with changes, and any tokenizer.</summary>
internal static class MadeModel
{
    /// <summary>Model types that llama.cpp has too, each with a rotary scaling or none.</summary>
    public static TheoryData<string, string> Exported => new()
    {
        { "llama", """{"rope_type":"default"}""" },
        { "llama", """{"rope_type":"linear","factor":4.0}""" },
        { "llama", """{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":32}""" },
        { "mistral", """{"rope_type":"default"}""" },
        { "qwen2", """{"rope_type":"default"}""" },
        { "qwen2", """{"rope_type":"linear","factor":2.0}""" },
        { "qwen3", """{"rope_type":"default"}""" },
    };

    public static LanguageModel LoadExported(TemporaryFolder folder, string modelType, string scaling) => Load(folder, "tiny-bpe", new()
    {
        ["model_type"] = modelType,
        ["rope_parameters"] = null,
        ["rope_scaling"] = JsonNode.Parse(scaling),
        ["sliding_window"] = null,
        ["tie_word_embeddings"] = modelType == "qwen2",
    });

    public static LanguageModel Load(TemporaryFolder folder, string tokenizer, Dictionary<string, JsonNode?>? changes = null)
    {
        var json = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture("models/llama/config.json")))!;
        foreach (var (key, value) in changes ?? []) json[key] = value;
        var configuration = folder.Write("config.json", json.ToJsonString());
        using (var generator = new Generator(7))
        using (var decoder = Decoder.Create(ConfigurationFile.Read(configuration), generator))
        using (no_grad())
        {
            // Norms of one and biases of zero would not show where they are forgotten.
            foreach (var (_, vector) in decoder.Parameters.Where(parameter => parameter.Value.dim() == 1)) vector.normal_(1, 0.3, generator);
            SafetensorsWriter.Write(Path.Combine(folder.Path, "model.safetensors"), decoder.Parameters);
        }

        folder.Write("tokenizer.json", File.ReadAllText(RepositoryFiles.Fixture($"tokenizers/{tokenizer}/tokenizer.json")));
        return LanguageModel.Load(folder.Path);
    }

    /// <summary>As <see cref="Load"/>, with every merge that SentencePiece would make: each way to put each merged token together.</summary>
    public static LanguageModel LoadSentencePiece(TemporaryFolder folder, string tokenizer, Dictionary<string, JsonNode?> changes)
    {
        Load(folder, tokenizer, changes).Dispose();
        var path = Path.Combine(folder.Path, "tokenizer.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        var vocabulary = json["model"]!["vocab"]!.AsObject();
        var merged = json["model"]!["merges"]!.AsArray().Select(merge => merge is JsonArray pair ? $"{pair[0]}{pair[1]}" : $"{merge}".Replace(" ", "", StringComparison.Ordinal));
        json["model"]!["merges"] = new JsonArray([.. merged.Distinct().SelectMany(token => Enumerable.Range(1, token.Length - 1)
            .Where(at => vocabulary.ContainsKey(token[..at]) && vocabulary.ContainsKey(token[at..]))
            .Select(at => (JsonNode)new JsonArray(token[..at], token[at..])))]);
        folder.Write("tokenizer.json", json.ToJsonString());
        return LanguageModel.Load(folder.Path);
    }
}
