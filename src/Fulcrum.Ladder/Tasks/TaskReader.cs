using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks.Yaml;

namespace Fulcrum.Ladder.Tasks;

/// <summary>Reads what <c>compare</c> is given: a task file, a folder with one, or bare data.</summary>
public static class TaskReader
{
    private const string TaskFile = "task.yaml";

    /// <summary>
    /// Reads a <c>.yaml</c> or <c>.yml</c> file, or <c>task.yaml</c> of a folder. Anything else is data itself (a file, a
    /// folder, <c>npm:package</c>) and gives a task named after it. Data paths of the result are relative to the
    /// current folder, or absolute.
    /// </summary>
    /// <param name="path">The file, folder or package.</param>
    /// <param name="catalog">The rungs that a task may set.</param>
    /// <exception cref="InputException">Everything that is wrong, with line and column.</exception>
    public static TaskDefinition Read(string path, RungCatalog catalog)
    {
        if (DataSource.IsPackage(path)) return Bare(path, path[(path.LastIndexOf('/') + 1)..]);
        if (Directory.Exists(path))
        {
            var inside = Path.Combine(path, TaskFile);
            return File.Exists(inside) ? ReadYaml(inside, catalog) : Bare(path, new DirectoryInfo(path).Name);
        }

        if (!File.Exists(path)) throw new InputException(MissingPath.Error(path, path));
        return Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml"
            ? ReadYaml(path, catalog)
            : Bare(path, Path.GetFileNameWithoutExtension(path));
    }

    private static TaskDefinition Bare(string path, string name) =>
        new() { Name = name, Data = new DataSource { Path = path } };

    private static TaskDefinition ReadYaml(string path, RungCatalog catalog)
    {
        var errors = new InputErrorList(path);
        var folder = Path.GetDirectoryName(path) ?? "";
        var text = YamlFile.Read(path, errors);
        errors.ThrowIfAny();
        var yaml = YamlTreeReader.Read(text!, errors);
        errors.ThrowIfAny();
        var json = new SchemaBinder(errors).Bind(yaml!, TaskSchema.Create(catalog), "the task");
        if (yaml is YamlMapping mapping)
        {
            new TaskChecks(errors, folder).Check(mapping);
            new SettingChecks(errors, catalog, folder).Check(json?["rungs"] as JsonObject, mapping);
        }

        errors.ThrowIfAny();
        var task = json.Deserialize<TaskDefinition>(TaskSchema.Binding)!;
        return task with { Data = Rooted(task.Data, folder), Rungs = Rooted(task.Rungs, catalog, folder) };
    }

    private static IReadOnlyDictionary<string, JsonObject> Rooted(IReadOnlyDictionary<string, JsonObject> rungs, RungCatalog catalog, string folder)
    {
        foreach (var (name, settings) in rungs)
        {
            if (catalog.Find(name)!.EncoderKey is { } key && settings[key] is { } model)
                settings[key] = Path.GetFullPath(Path.Combine(folder, model.ToString()));
        }

        return rungs;
    }

    private static DataSource Rooted(DataSource data, string folder)
    {
        return data with
        {
            Path = Root(data.Path),
            Train = Root(data.Train),
            Dev = Root(data.Dev),
            Test = Root(data.Test),
            Shift = Root(data.Shift),
        };

        string? Root(string? source) => source is null || DataSource.IsPackage(source) ? source : Path.Combine(folder, source);
    }
}
