using System.Text.RegularExpressions;
using Fulcrum.Data;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Hub;

/// <summary>Chooses of a repository's files those that Fulcrum reads: never pickled weights, never the same weights twice.</summary>
internal static partial class HubFileSet
{
    private const string Index = "model.safetensors.index.json";

    private static readonly HashSet<string> SidecarFiles =
    [
        "config.json", "generation_config.json", "README.md",
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja",
        "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    ];

    /// <summary>The files of a model, or the one named. Shards are not among them: <see cref="ShardsOf"/> says which they are.</summary>
    /// <exception cref="InputException">There is nothing that Fulcrum reads, or it must be said which of several.</exception>
    public static IReadOnlyList<string> Choose(HubName name, IReadOnlyList<string> files)
    {
        if (name.File is { } file)
        {
            if (files.Contains(file)) return [file];
            throw new InputException(new InputError($"{name.Repository} has no file `{file}` at revision {name.Revision}.") { Remedy = NearestName.Remedy(file, files.Where(IsWeights).ToList()) });
        }

        return [.. files.Where(IsCompanion), .. Weights(name, files)];
    }

    /// <summary>The shards that an index names; none where the snapshot has no index.</summary>
    /// <exception cref="InputException">The index is malformed.</exception>
    public static IReadOnlyList<string> ShardsOf(string snapshot)
    {
        var path = Path.Combine(snapshot, Index);
        return File.Exists(path) ? [.. ShardIndex.Read(path, HubName.IsSafePath).Values.Distinct()] : [];
    }

    /// <summary>Whether a snapshot can be opened: it may be one that another program fetched in part.</summary>
    public static bool IsComplete(string snapshot)
    {
        if (!Directory.Exists(snapshot)) return false;
        if (ShardsOf(snapshot) is { Count: > 0 } shards) return HasConfiguration() && shards.All(shard => File.Exists(Path.Combine(snapshot, shard)));

        // A link whose target is gone is listed and does not exist.
        var weights = Directory.EnumerateFiles(snapshot).Where(file => IsWeights(file) && File.Exists(file)).ToList();
        return weights.Exists(IsGguf) || (weights.Count > 0 && HasConfiguration());

        bool HasConfiguration() => File.Exists(Path.Combine(snapshot, "config.json"));
    }

    private static bool IsCompanion(string file) => SidecarFiles.Contains(file) || SentenceTransformersModule().IsMatch(file);

    private static bool IsWeights(string file) =>
        file.EndsWith(".safetensors", StringComparison.Ordinal) || IsGguf(file);

    private static bool IsGguf(string file) => file.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);

    private static string[] Weights(HubName name, IReadOnlyList<string> files)
    {
        foreach (var usual in (string[])[Index, "model.safetensors"])
            if (files.Contains(usual)) return [usual];

        string[] found = [.. files.Where(file => IsWeights(file) && !file.Contains('/', StringComparison.Ordinal))];
        var error = found switch
        {
            [_] => null,
            [] when files.FirstOrDefault(file => file.EndsWith(".bin", StringComparison.Ordinal)) is { } pickle =>
                new InputError($"{name.Repository} has its weights only as {pickle}: pickles can run code when opened and are not fetched.")
                {
                    Remedy = "Look for a revision with safetensors (often `refs/pr/N`), or convert them: model.save_pretrained(folder, safe_serialization=True).",
                },
            [] => new InputError($"{name.Repository} has no weights that Fulcrum reads: it holds {string.Join(", ", files.Take(20))}.") { Remedy = "Fulcrum reads safetensors and GGUF." },
            _ => new InputError($"{name.Repository} has {found.Length} weight files.") { Remedy = $"Name the one to use: {string.Join(", ", found.Take(20).Select(file => $"hf:{name.Repository}:{file}"))}." },
        };
        return error is null ? found : throw new InputException(error);
    }

    [GeneratedRegex(@"^\d+_[A-Za-z]+/(config\.json|model\.safetensors)$", RegexOptions.ExplicitCapture)]
    private static partial Regex SentenceTransformersModule();
}
