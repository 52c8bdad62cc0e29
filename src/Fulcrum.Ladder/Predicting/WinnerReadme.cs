using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Predicting;

/// <summary>The <c>README.md</c> of a winner: what it is, and the commands that use it from its own folder, wherever that is.</summary>
internal static class WinnerReadme
{
    public static string Text(RunFolder run, Verdict verdict, PredictorManifest manifest, bool hasModels)
    {
        var rung = verdict.Rungs.First(row => row.Trial == verdict.RecommendedTrial);
        var task = run.ReadTask();
        return
            $"""
            # {task.Name}: {manifest.Rung}{(rung.Model is { } model ? $" on {model}" : "")}

            {verdict.Recommendation} Measured on {DisplayFormat.Count(rung.Test?.Count ?? 0)} test rows{(task.Synthetic ? " of synthetic data" : "")}; fitted by Fulcrum {manifest.Fulcrum} (trial `{verdict.RecommendedTrial}`).
            Labels: {string.Join(", ", manifest.Labels.Select(label => $"`{label}`"))}.

            Run these in this folder, or give its path instead of `.`:

            ```
            fulcrum predict . rows.csv -o answers.csv
            fulcrum predict . rows.csv --labels label
            echo "a text" | fulcrum predict . -
            ```

            {Models(manifest, hasModels)}
            """;
    }

    private static string Models(PredictorManifest manifest, bool hasModels)
    {
        if (manifest.Models.Count == 0) return "It needs no other file than those in this folder.\n";
        if (hasModels) return $"The models that it needs are in `{Artifact.ModelsFolder}`: the folder is complete in itself.\n";
        var models = manifest.Models.Values.Select(model => $"* {model.Name}, SHA-256 `{model.Sha256}`, at `{model.Path}`{(model.Origin is null ? "" : $", from {model.Origin}")}");
        return
            $"""
            It also needs:

            {string.Join('\n', models)}

            Where that has moved, `--model FOLDER` says where to. To have it in this folder:

            ```
            fulcrum compare --resume .. --copy-base
            ```

            """;
    }
}
