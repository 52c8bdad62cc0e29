using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Predicting;

/// <summary>The folder <c>winner</c> of a run: a whole copy of the recommended trial's artifact, and how it is used.</summary>
public static class WinnerFolder
{
    /// <summary>Writes the folder, in the place of an older one; where the verdict recommends nothing there is none afterwards.</summary>
    /// <param name="run">The run.</param>
    /// <param name="verdict">Its verdict.</param>
    /// <param name="copyModels">Whether the models that the artifact needs come along.</param>
    /// <param name="rule">How its probabilities become answers, as the report has it; <see langword="null"/>: as the trial's artifact says.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InputException">The trial's artifact is damaged, or a model is to come along that is not there any more.</exception>
    /// <exception cref="IOException">It could not be written; an older one stands as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static bool Write(RunFolder run, Verdict verdict, bool copyModels, DecisionRule? rule = null)
    {
        ArtifactCopy.DeleteAbandoned(run.WinnerFolder);
        if (verdict.RecommendedTrial is not { } id)
        {
            if (Directory.Exists(run.WinnerFolder)) Directory.Delete(run.WinnerFolder, recursive: true);
            return false;
        }

        var source = CascadeFolder.Find(run, id) ?? run.Trial(id).ArtifactFolder;
        // What was copied before need not be asked for again.
        var older = ArtifactCopy.ModelsIn(run.WinnerFolder);
        var artifact = copyModels || older.Count > 0 ? Artifact.Open(source, older) : null;
        var manifest = artifact?.Manifest ?? Artifact.ReadManifest(source);
        ArtifactCopy.Write(run.WinnerFolder, folder =>
        {
            ArtifactCopy.Files(source, folder);
            if (rule is not null) Artifact.WriteManifest(folder, manifest with { Rule = rule });
            if (artifact is not null) ArtifactCopy.Models(artifact, folder);
            AtomicFile.WriteText(Path.Combine(folder, "README.md"), WinnerReadme.Text(run, verdict, manifest, artifact is not null));
        });
        return true;
    }
}
