using System.Globalization;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Ladder.Predicting;

/// <summary>
/// The folders <c>cascade</c> and <c>cascade-2</c> of a run: an artifact made of two trials' artifacts, each whole in a folder of its own.
/// </summary>
public static class CascadeFolder
{
    /// <summary>As many cascades as a run has at most.</summary>
    private const int Most = 2;

    /// <summary>Writes the artifacts of a run's cascades, in the place of older ones; where there are none there are no folders afterwards.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cascades">Its cascades.</param>
    /// <param name="copyModels">Whether the models that the artifacts need come along.</param>
    /// <exception cref="InputException">A trial's artifact is damaged, or a model is to come along that is not there any more.</exception>
    /// <exception cref="IOException">One could not be written; an older one stands as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(RunFolder run, IReadOnlyList<CascadeSettings> cascades, bool copyModels)
    {
        foreach (var (folder, settings) in Folders(run).Select((folder, index) => (folder, cascades.ElementAtOrDefault(index))))
        {
            ArtifactCopy.DeleteAbandoned(folder);
            if (settings is not null) Write(run, folder, settings, copyModels);
            else if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The folder of the cascade with that id; <see langword="null"/> where the run has none.</summary>
    public static string? Find(RunFolder run, string id) => Folders(run).FirstOrDefault(folder =>
        File.Exists(Path.Combine(folder, Artifact.ManifestName)) && (string?)Artifact.ReadManifest(folder).Settings["id"] == id);

    private static IEnumerable<string> Folders(RunFolder run) =>
        Enumerable.Range(1, Most).Select(number => number == 1 ? run.CascadeFolder : string.Create(CultureInfo.InvariantCulture, $"{run.CascadeFolder}-{number}"));

    private static void Write(RunFolder run, string folder, CascadeSettings settings, bool copyModels)
    {
        (string Name, string Source)[] parts =
        [
            (CascadeSettings.CheapFolder, run.Trial(settings.Cheap).ArtifactFolder), (CascadeSettings.CostlyFolder, run.Trial(settings.Costly).ArtifactFolder),
        ];
        // What was copied before need not be asked for again.
        var older = ArtifactCopy.ModelsIn(folder);
        var isWhole = copyModels || older.Count > 0;
        var manifests = parts.Select(part => (part.Name, Manifest: Artifact.ReadManifest(part.Source))).ToArray();
        var first = manifests[0].Manifest;
        ArtifactCopy.Write(folder, target =>
        {
            foreach (var (name, source) in parts)
            {
                ArtifactCopy.Files(source, Path.Combine(target, name));
                if (isWhole) ArtifactCopy.Models(Artifact.Open(source, older), Path.Combine(target, name));
            }

            Artifact.WriteManifest(target, first with
            {
                Format = PredictorManifest.CurrentFormat,
                Rung = CascadeSettings.RungName,
                Thresholds = [],
                Models = manifests
                    .SelectMany(part => part.Manifest.Models.Select(model => (Role: Artifact.RoleOfPart(part.Name, model.Key), Model: model.Value)))
                    .ToDictionary(model => model.Role, model => model.Model),
                Settings = FitContext.Record(settings),
            });
        });
    }
}
