using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Tests.Worker;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class TrialJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrialJob _job = new(name => new TestRung(name), TimeProvider.System);
    private readonly RunFolder _run;

    public TrialJobTests() => _run = TestRun.Create(_folder.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_folder_of_a_trial_says_all_that_is_needed()
    {
        _run.WriteTrials([TestRun.Trial("a")]);
        var result = _job.Run(_run.Trial("a").Root + Path.DirectorySeparatorChar, Cancel);
        Assert.Equal(TrialStatus.Completed, result.Status);
        Assert.Equal(result.WallSeconds, _run.Trial("a").ReadResult()!.WallSeconds);
        Assert.Equal(48, _run.Trial("a").ReadPredictions().Count);
    }

    [Fact]
    public void A_finished_trial_is_not_repeated()
    {
        _run.WriteTrials([TestRun.Trial("a", act: "refuse")]);
        var earlier = new TrialResult { Status = TrialStatus.Completed, WallSeconds = 5 };
        _run.Trial("a").WriteResult(earlier);
        Assert.Equal(earlier, _job.Run(_run.Trial("a").Root, Cancel));
    }

    [Fact]
    public void Another_device_than_the_one_planned_is_kept_in_the_trial_and_in_its_artifact()
    {
        _run.WriteTrials([TestRun.Trial("a")]);
        Assert.Equal("cpu", _run.Trial("a").ReadTrial().Device);

        Assert.Equal(TrialStatus.Completed, _job.Run(_run.Trial("a").Root, Cancel, "cuda:1").Status);

        Assert.Equal("cuda:1", _run.Trial("a").ReadTrial().Device);
        Assert.Equal("cuda:1", Artifact.ReadManifest(_run.Trial("a").ArtifactFolder).Device);
    }

    [Fact]
    public void A_rung_that_refuses_fails_the_trial()
    {
        _run.WriteTrials([TestRun.Trial("a", act: "refuse")]);
        Assert.Equal("The model is too small.", _job.Run(_run.Trial("a").Root, Cancel).Failure!.Reason);
        Assert.Equal("The model is too small.", _run.Trial("a").ReadResult()!.Failure!.Reason);
    }

    [Fact]
    public void A_result_that_cannot_be_written_is_a_failure()
    {
        _run.WriteTrials([TestRun.Trial("a")]);
        Directory.CreateDirectory(Path.Combine(_run.Trial("a").Root, "result.json", "in the way"));
        Assert.StartsWith("The result could not be written: ", _job.Run(_run.Trial("a").Root, Cancel).Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canceled_trial_has_no_result_and_is_run_again_from_its_start()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        _run.WriteTrials([TestRun.Trial("a", act: "wait")]);
        Assert.ThrowsAny<OperationCanceledException>(() => _job.Run(_run.Trial("a").Root, cancel.Token));
        Assert.False(_run.Trial("a").IsFinished);
        _run.WriteTrials([TestRun.Trial("a")]);
        Assert.Equal(TrialStatus.Completed, _job.Run(_run.Trial("a").Root, Cancel).Status);
        Assert.Equal(48, _run.Trial("a").ReadPredictions().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("trials")]
    [InlineData("trials/missing")]
    [InlineData("elsewhere/a")]
    public void A_folder_that_is_none_of_a_trial_is_refused_and_left_as_it_is(string path)
    {
        _run.WriteTrials([TestRun.Trial("a")]);
        var folder = Path.Combine(_run.Root, path);
        var error = Assert.Single(Assert.Throws<InputException>(() => _job.Run(folder, Cancel)).Errors);
        Assert.Equal(
            ($"There is no trial of a run in `{folder}`.", "Give a folder such as runs/2026-11-23T10-00-00-mails/trials/classical-0a1b2c3d."), (error.Message, error.Remedy));
        Assert.False(Directory.Exists(Path.Combine(_run.Root, "trials", "missing")));
    }

    public void Dispose() => _folder.Dispose();
}
