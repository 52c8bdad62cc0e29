using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks.Yaml;

namespace Fulcrum.Ladder.Tasks;

/// <summary>What a schema cannot say about the settings of rungs: values that do not go together, and models that are not there.</summary>
internal sealed class SettingChecks(InputErrorList errors, RungCatalog catalog, string folder)
{
    /// <summary>Reports everything found; settings that do not fit the schema were reported before and are passed over.</summary>
    /// <param name="rungs">The settings per rung as bound.</param>
    /// <param name="task">The file that they are from.</param>
    public void Check(JsonObject? rungs, YamlMapping task)
    {
        var kind = KindOf(task);
        foreach (var (name, settings) in rungs ?? [])
        {
            if (settings is JsonObject bound && catalog.Find(name) is { } rung && task["rungs"] is YamlMapping all && all[name] is YamlMapping written)
                Check(rung, bound, written, kind);
        }
    }

    private void Check(RungDescription rung, JsonObject settings, YamlMapping written, TaskKind kind)
    {
        foreach (var error in Read(rung, settings) is { } read ? read.Check().Concat(read.CheckFor(kind)) : []) errors.Add(written[error.Setting] ?? written, error.Message, error.Remedy);
        if (rung.EncoderKey is { } key && written[key] is YamlScalar { IsNull: false } model && !EncoderFolder.Is(Path.Combine(folder, model.Text)))
            errors.Add(model, $"There is no embedding model in `{model.Text}`.", "Give a sentence-transformers or BERT folder; paths are relative to the task file.");
    }

    /// <summary>The kind that a task file says; one that does not exist was reported before.</summary>
    public static TaskKind KindOf(YamlMapping task) => TaskKind.Find((task["kind"] as YamlScalar)?.Text) ?? TaskKind.Classification;

    private static RungSettings? Read(RungDescription rung, JsonObject settings)
    {
        try
        {
            return (RungSettings?)settings.Deserialize(rung.Settings, SettingsReader.Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
