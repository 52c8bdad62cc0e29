using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Predicting;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Verdicts;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Predicting;

public sealed class CascadeFolderTests : IDisposable
{
    private static readonly CascadeSettings Settings = new()
    {
        Id = "cascade-1", Cheap = "a", Costly = "b", Threshold = 0.9, Margin = 0.01, Confidence = 0.9, DevRows = 300, DevWasSelected = true,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_holds_both_artifacts_whole_and_names_their_models()
    {
        var run = Run();

        CascadeFolder.Write(run, [Settings], copyModels: false);

        Assert.Equal(["a", "b"], new[] { "cheap", "costly" }.Select(part => File.ReadAllText(Path.Combine(run.CascadeFolder, part, "weights.bin"))));
        var cascade = Artifact.Open(run.CascadeFolder);
        Assert.Equal(("cascade", Settings), (cascade.Manifest.Rung, cascade.Settings<CascadeSettings>()));
        Assert.Equal(["cheap/base", "costly/base"], cascade.Manifest.Models.Keys);
        Assert.Equal(Model, cascade.OpenPart("costly").ModelPath(Artifact.BaseModel));
    }

    [Fact]
    public void With_its_models_copied_it_and_its_parts_open_without_the_originals()
    {
        var run = Run();

        CascadeFolder.Write(run, [Settings], copyModels: true);
        Directory.Delete(Model, recursive: true);

        Assert.Equal(Path.Combine(run.CascadeFolder, "costly", "models", "base"), Artifact.Open(run.CascadeFolder).ModelPath(Artifact.RoleOfPart("costly", Artifact.BaseModel)));
        Assert.Equal(Path.Combine(run.CascadeFolder, "cheap", "models", "base"), Artifact.Open(Path.Combine(run.CascadeFolder, "cheap")).ModelPath(Artifact.BaseModel));
        // What was copied once is kept when it is written again.
        CascadeFolder.Write(run, [Settings], copyModels: false);
        Artifact.Open(run.CascadeFolder);
    }

    [Fact]
    public void A_second_one_has_a_number_and_those_that_are_no_more_are_deleted()
    {
        var run = Run();
        CascadeFolder.Write(run, [Settings, Settings with { Id = "cascade-2", Cheap = "b", Costly = "a" }], copyModels: false);
        Assert.Equal((run.CascadeFolder, run.CascadeFolder + "-2", null), (CascadeFolder.Find(run, "cascade-1"), CascadeFolder.Find(run, "cascade-2"), CascadeFolder.Find(run, "a")));

        CascadeFolder.Write(run, [], copyModels: false);

        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Root, "cascade*"));
    }

    [Fact]
    public void A_part_that_is_not_finished_leaves_the_older_cascade()
    {
        var run = Run();
        CascadeFolder.Write(run, [Settings], copyModels: false);
        File.Delete(Path.Combine(run.Trial("b").ArtifactFolder, Artifact.ManifestName));

        Assert.Throws<InputException>(() => CascadeFolder.Write(run, [Settings with { Threshold = 0.5 }], copyModels: false));

        Assert.Equal(0.9, Artifact.Open(run.CascadeFolder).Settings<CascadeSettings>().Threshold);
        Assert.Single(Directory.EnumerateFileSystemEntries(run.Root, "cascade*"));
    }

    [Fact]
    public void A_cascade_that_is_recommended_is_the_winner()
    {
        var run = Run();
        CascadeFolder.Write(run, [Settings], copyModels: false);

        WinnerFolder.Write(run, new Verdict
        {
            Kind = VerdictKind.Decided, Grade = Grade.A, RecommendedTrial = "cascade-1", Recommendation = "Cascade.", Reasons = [], Comparisons = [], Rungs = [new RungVerdict { Trial = "cascade-1", Name = "cascade: a → b" }],
        }, copyModels: false);

        Assert.Equal("cascade", Artifact.Open(run.WinnerFolder).Manifest.Rung);
        Assert.Equal("b", File.ReadAllText(Path.Combine(run.WinnerFolder, "costly", "weights.bin")));
    }

    private string Model => Path.Combine(_folder.Path, "model");

    private RunFolder Run()
    {
        _folder.Write("model/model.safetensors", "weights");
        var run = TestRun.Create(Path.Combine(_folder.Path, "run"));
        foreach (var id in (string[])["a", "b"])
        {
            run.WriteTrials([TestRun.Trial(id)]);
            _folder.Write($"run/trials/{id}/artifact/weights.bin", id);
            Artifact.WriteManifest(run.Trial(id).ArtifactFolder, new PredictorManifest
            {
                Fulcrum = "0.1.0", Rung = "classical", Task = TaskKind.Classification, Labels = ["ham", "spam"],
                Models = new Dictionary<string, ModelIdentity> { [Artifact.BaseModel] = new ModelIdentity("model", Model, ModelHash.Compute(Model)) },
            });
        }

        return run;
    }
}
