using System.Text.Json;
using Fulcrum.Models.Devices;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

/// <summary>What <c>--device</c> does in the real program.</summary>
public sealed class DeviceTests : IDisposable
{
    private const string NoCuda =
        "needs a libtorch that was built with CUDA; the one beside the program was not. "
        + "Set FULCRUM_LIBTORCH to the lib folder of a libtorch 2.10 with CUDA (docs/gpu.md), or use --device cpu.";

    private readonly TemporaryFolder _folder = new();

    public DeviceTests() => _folder.Write("goods.csv", MadeUpData.Csv(60));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_device_is_kept_with_the_run_its_trials_and_their_artifacts_and_a_resumed_run_keeps_to_it()
    {
        var model = TinyModels.Copy("llama", Path.Combine(_folder.Path, "llama"));

        var ended = await RunAsync("compare", "goods.csv", "--device", "cpu", "--model", model, "--rungs", "zero-shot", "--train", "8", "--test", "4", "--output", "run");

        Assert.True(ended.ExitCode == 0, ended.Error);
        var trial = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "run", "trials")));
        Assert.Equal("cpu", Read("run", "environment.json").GetProperty("machine").GetProperty("device").GetString());
        Assert.Equal("cpu", Read(trial, "trial.json").GetProperty("device").GetString());
        Assert.Equal("cpu", Read(trial, "artifact", "predictor.json").GetProperty("device").GetString());

        var refused = await RunAsync("compare", "--resume", "run", "--device", "cpu");
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("error: --device has no effect beside --resume: a run is continued as it was set up. Leave it out, or compare anew.\n", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_artifact_of_a_GPU_is_opened_on_the_processor()
    {
        await RunAsync("compare", "goods.csv", "--rungs", "classical", "--output", "run");
        var manifest = Path.Combine(Directory.GetDirectories(Path.Combine(_folder.Path, "run", "trials")).Single(), "artifact", "predictor.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"device\": \"cpu\"", "\"device\": \"cuda:7\"", StringComparison.Ordinal));
        Assert.Contains("cuda:7", File.ReadAllText(manifest), StringComparison.Ordinal);

        var ended = await RunAsync("predict", Path.GetDirectoryName(manifest)!, "goods.csv", "--device", "cpu", "-o", "answers.csv");

        Assert.True(ended.ExitCode == 0, ended.Error);
    }

    [Fact]
    public async Task A_GPU_is_refused_where_there_is_none_before_anything_is_written()
    {
        RequireNoCuda();

        var ended = await RunAsync("compare", "goods.csv", "--device", "cuda", "--output", "run");

        Assert.Equal((2, "", $"error: The device `cuda` {NoCuda}\n"), (ended.ExitCode, ended.Output, ended.Error));
        Assert.Equal(["goods.csv"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_GPU_is_refused_where_there_is_none_before_rows_are_read()
    {
        RequireNoCuda();

        var ended = await RunAsync("predict", "no-such-run", "no-such-file.csv", "--device", "cuda:1");

        Assert.Equal((2, "", $"error: The device `cuda:1` {NoCuda}\n"), (ended.ExitCode, ended.Output, ended.Error));
    }

    [Fact]
    public async Task A_run_of_a_GPU_is_resumed_only_where_that_is()
    {
        RequireNoCuda();
        await RunAsync("compare", "goods.csv", "--rungs", "majority", "--output", "run");
        var trial = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "run", "trials")));
        File.Delete(Path.Combine(trial, "result.json"));
        var file = Path.Combine(trial, "trial.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"device\": \"cpu\"", "\"device\": \"cuda:0\"", StringComparison.Ordinal));

        var ended = await RunAsync("compare", "--resume", "run");

        Assert.Equal(2, ended.ExitCode);
        Assert.EndsWith(
            "error: The device `cuda:0` needs a libtorch that was built with CUDA; the one beside the program was not. "
            + "The run was set up for that device: resume it where it is, or compare anew with another --device.\n",
            ended.Error, StringComparison.Ordinal);
    }

    private static void RequireNoCuda() => Assert.SkipWhen(ComputeDevice.Present.Count > 1, "This machine has a GPU.");

    private Task<FulcrumProcess.Ended> RunAsync(params string[] arguments) => FulcrumProcess.RunAsync(_folder.Path, arguments);

    private JsonElement Read(params string[] path) => JsonDocument.Parse(File.ReadAllText(Path.Combine([_folder.Path, .. path]))).RootElement;
}
