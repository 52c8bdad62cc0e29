using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Predicting;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Verdicts;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Predicting;

public sealed class WinnerFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_holds_the_recommended_artifact_and_is_replaced_by_the_next()
    {
        var run = Run();

        Assert.True(WinnerFolder.Write(run, Verdict("a"), copyModels: false));
        Assert.Equal("a", File.ReadAllText(Path.Combine(run.WinnerFolder, "weights.bin")));
        Assert.True(WinnerFolder.Write(run, Verdict("b"), copyModels: false));

        Assert.Equal("b", File.ReadAllText(Path.Combine(run.WinnerFolder, "weights.bin")));
        Assert.Equal(["README.md", "predictor.json", "weights.bin"], Directory.EnumerateFiles(run.WinnerFolder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_answers_by_the_rule_of_the_report_and_the_trial_stays_as_it_was()
    {
        var run = Run();

        WinnerFolder.Write(run, Verdict("a"), copyModels: false, new DecisionRule { Thresholds = [null, 0.25] });

        Assert.Equal([null, 0.25], Artifact.ReadManifest(run.WinnerFolder).Thresholds);
        Assert.Empty(Artifact.ReadManifest(run.Trial("a").ArtifactFolder).Thresholds);
        WinnerFolder.Write(run, Verdict("a"), copyModels: false);
        Assert.Empty(Artifact.ReadManifest(run.WinnerFolder).Thresholds);
    }

    [Fact]
    public void There_is_none_where_nothing_is_recommended()
    {
        var run = Run();
        WinnerFolder.Write(run, Verdict("a"), copyModels: false);

        Assert.False(WinnerFolder.Write(run, Verdict(null), copyModels: false));

        Assert.False(Directory.Exists(run.WinnerFolder));
    }

    [Fact]
    public void What_a_killed_comparison_left_is_deleted()
    {
        var run = Run();
        var left = Directory.CreateDirectory(run.WinnerFolder + ".abcdefgh.ijk.fulcrum-temporary").FullName;

        WinnerFolder.Write(run, Verdict("a"), copyModels: false);

        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public void An_artifact_that_is_not_finished_leaves_the_older_winner()
    {
        var run = Run();
        WinnerFolder.Write(run, Verdict("a"), copyModels: false);
        File.Delete(Path.Combine(run.Trial("b").ArtifactFolder, Artifact.ManifestName));

        Assert.Throws<InputException>(() => WinnerFolder.Write(run, Verdict("b"), copyModels: false));

        Assert.Equal("a", File.ReadAllText(Path.Combine(run.WinnerFolder, "weights.bin")));
        Assert.Single(Directory.EnumerateFileSystemEntries(run.Root, "winner*"));
    }

    [Fact]
    public void A_model_whose_files_are_links_is_copied_and_known_by_its_hash()
    {
        _folder.Write("blobs/x", "weights");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "model"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "model", "model.safetensors"), Path.Combine("..", "blobs", "x"));
        var model = Path.Combine(_folder.Path, "model");
        var run = Run(new ModelIdentity("model", model, ModelHash.Compute(model)));

        WinnerFolder.Write(run, Verdict("a"), copyModels: true);
        Directory.Delete(model, recursive: true);

        Assert.Equal(Path.Combine(run.WinnerFolder, "models", "base"), Artifact.Open(run.WinnerFolder).ModelPath(Artifact.BaseModel));
        _folder.Write("blobs/x", "WEIGHTS");
        Assert.Null(new FileInfo(Path.Combine(run.WinnerFolder, "models", "base", "model.safetensors")).LinkTarget);
    }

    private RunFolder Run(ModelIdentity? model = null)
    {
        var run = TestRun.Create(Path.Combine(_folder.Path, "run"));
        foreach (var id in (string[])["a", "b"])
        {
            run.WriteTrials([TestRun.Trial(id)]);
            _folder.Write($"run/trials/{id}/artifact/weights.bin", id);
            Artifact.WriteManifest(run.Trial(id).ArtifactFolder, new PredictorManifest
            {
                Fulcrum = "0.1.0", Rung = "classical", Task = TaskKind.Classification, Labels = ["ham", "spam"],
                Models = model is null ? new Dictionary<string, ModelIdentity>() : new Dictionary<string, ModelIdentity> { [Artifact.BaseModel] = model },
            });
        }

        return run;
    }

    private static Verdict Verdict(string? recommended) => new()
    {
        Kind = VerdictKind.Decided, Grade = Grade.A, RecommendedTrial = recommended, Recommendation = "Drop the LLM.", Reasons = [], Comparisons = [],
        Rungs = recommended is null ? [] : [new RungVerdict { Trial = recommended, Name = "classical" }],
    };
}
