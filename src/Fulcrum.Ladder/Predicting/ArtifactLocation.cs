using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Ladder.Predicting;

/// <summary>Finds the artifact that a user means by the folder of a run, of its winner, of a trial, or of an artifact.</summary>
public static class ArtifactLocation
{
    /// <summary>The folder that should have a <c>predictor.json</c>.</summary>
    /// <exception cref="InputException">There is no such folder, or the run has no winner.</exception>
    public static string Find(string path)
    {
        if (!Directory.Exists(path)) throw new InputException(MissingPath.Error(path, path));
        var run = new RunFolder(path);
        if (run.Exists) return WinnerOf(run, path);
        var artifact = Path.Combine(path, TrialFolder.ArtifactName);
        return !File.Exists(Path.Combine(path, Artifact.ManifestName)) && Directory.Exists(artifact) ? artifact : path;
    }

    private static string WinnerOf(RunFolder run, string path)
    {
        if (Directory.Exists(run.WinnerFolder)) return run.WinnerFolder;
        throw new InputException(File.Exists(run.VerdictFile)
            ? new InputError($"The run `{path}` has no winner.")
            {
                Remedy = "Its verdict recommends no trial, or an older version made it: give the folder of one of its trials, or write the winner with: fulcrum compare --resume RUN.",
            }
            : new InputError($"The run `{path}` is not finished.") { Remedy = "Continue it with: fulcrum compare --resume RUN." });
    }
}
