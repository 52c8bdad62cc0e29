using Fulcrum.Data;
using Fulcrum.Models.Hub;
using Fulcrum.Models.Inspection;

namespace Fulcrum.Cli.ModelVerbs;

/// <summary>A line of <c>fulcrum models list</c>.</summary>
internal sealed record ListedModel
{
    /// <summary>How far below a folder its GGUFs may lie: repositories keep one folder per precision, collections one per publisher and model.</summary>
    private static readonly EnumerationOptions Nested = new() { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };

    /// <summary>What <c>--model</c> takes.</summary>
    public required string Name { get; init; }

    /// <summary><c>cached</c>, <c>folder</c> or <c>known</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Where it is on this machine.</summary>
    public string? Path { get; init; }

    /// <summary>Bytes on disk.</summary>
    public long? Bytes { get; init; }

    public long? Parameters { get; init; }

    public string? Architecture { get; init; }

    public string? License { get; init; }

    /// <summary>Why it cannot be used as it lies there.</summary>
    public string? Problem { get; init; }

    /// <summary>Everything: of the cache, of the folders named, and what is known and not cached.</summary>
    /// <exception cref="InputException">A folder does not exist.</exception>
    public static IReadOnlyList<ListedModel> All(HubCache cache, IReadOnlyList<string> paths)
    {
        var cached = cache.List();
        return
        [
            .. cached.SelectMany(Cached),
            .. paths.SelectMany(ModelsIn).Select(path => Read(path, "folder", path)),
            .. KnownModel.All.Where(known => cached.All(repository => repository.Name != known.Repository)).Select(known => new ListedModel
            {
                Name = $"hf:{known.Repository}",
                Source = "known",
                Parameters = known.Parameters,
                Architecture = known.Architecture,
                License = known.License,
            }),
        ];
    }

    private static IEnumerable<ListedModel> Cached(CachedRepository repository)
    {
        foreach (var (commit, path, references) in repository.Snapshots)
        {
            var revision = references.Contains("main") ? "" : "@" + references.FirstOrDefault(commit);
            foreach (var model in ModelsOf(path))
            {
                var file = model == path ? "" : ":" + System.IO.Path.GetRelativePath(path, model).Replace('\\', '/');
                yield return Read($"hf:{repository.Name}{revision}{file}", "cached", model);
            }
        }
    }

    /// <summary>
    /// What can be opened of a folder: itself, where a configuration has safetensors or its one GGUF beside it, and every other GGUF,
    /// in folders below too. A folder without any is itself, whatever it lacks.
    /// </summary>
    private static string[] ModelsOf(string folder)
    {
        string[] ggufs = [.. Directory.EnumerateFiles(folder, "*.gguf", Nested).Order(StringComparer.Ordinal)];
        if (ggufs.Length == 0) return [folder];
        if (!HasConfiguration(folder)) return ggufs;
        if (Directory.EnumerateFiles(folder, "*.safetensors").Any()) return [folder, .. ggufs];
        return ggufs is [var only] && System.IO.Path.GetDirectoryName(only) == folder ? [folder] : ggufs;
    }

    private static bool HasConfiguration(string folder) => File.Exists(System.IO.Path.Combine(folder, "config.json"));

    private static ListedModel Read(string name, string source, string path)
    {
        var model = new ListedModel { Name = name, Source = source, Path = path };
        try
        {
            var summary = ModelSummary.Read(path);
            return model with
            {
                Bytes = summary.FileBytes, Parameters = summary.Parameters.Total, Architecture = summary.Architecture, License = summary.License, Problem = summary.Problem,
            };
        }
        catch (InputException unusable)
        {
            return model with { Problem = unusable.Errors[0].Message };
        }
    }

    /// <summary>The model itself, or those in the folder.</summary>
    private static IEnumerable<string> ModelsIn(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new InputException(new InputError("There is no such folder.") { File = path });
        if (HasConfiguration(path)) return ModelsOf(path);
        return Directory.EnumerateDirectories(path).SelectMany(ModelsOf).Where(model => File.Exists(model) || HasConfiguration(model))
            .Concat(Directory.EnumerateFiles(path, "*.gguf"))
            .Order(StringComparer.Ordinal);
    }
}
