using System.Text.Json;
using Fulcrum.Tests;
using Fulcrum.Tests.Hub;
using Microsoft.AspNetCore.Http;

namespace Fulcrum.Cli.Tests;

/// <summary>Pull, list, remove and compare against a hub on this machine.</summary>
public sealed class ModelsHubTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _files = new()
    {
        ["README.md"] = "---\nlicense: mit\n---\n"u8.ToArray(),
    };

    private HubServer _server = null!;

    private string Snapshot => Path.Combine(_folder.Path, "home", "hub", "models--org--tiny", "snapshots", HubServer.Commit);

    public async ValueTask InitializeAsync()
    {
        foreach (var file in (string[])["config.json", "tokenizer.json", "model.safetensors"])
            _files[file] = await File.ReadAllBytesAsync(RepositoryFiles.Fixture($"models/llama/{file}"), TestContext.Current.CancellationToken);
        _server = await HubServer.StartAsync(_files);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_model_is_pulled_listed_shown_and_removed()
    {
        var pulled = await RunAsync("models", "pull", "hf:org/tiny");
        Assert.True(pulled.ExitCode == 0, pulled.Error);
        Assert.Equal(Snapshot, pulled.Output.Trim());
        Assert.Contains("fetching model.safetensors", pulled.Error, StringComparison.Ordinal);

        var listed = Listed(await RunAsync("models", "--json"), "hf:org/tiny");
        Assert.Equal(("cached", "llama", "mit", 162_240), (listed.GetProperty("source").GetString(), listed.GetProperty("architecture").GetString(), listed.GetProperty("license").GetString(), listed.GetProperty("parameters").GetInt32()));
        Assert.Equal(0, (await RunAsync("models", "show", "hf:org/tiny")).ExitCode);

        var removed = await RunAsync("models", "remove", "hf:org/tiny", "--json");
        using var answer = JsonDocument.Parse(removed.Output);
        Assert.InRange(answer.RootElement.GetProperty("freed_bytes").GetInt64(), _files.Values.Sum(file => file.Length), _files.Values.Sum(file => file.Length) + 1000);
        Assert.False(Directory.Exists(Snapshot));
        Assert.Equal(2, (await RunAsync("models", "remove", "hf:org/tiny")).ExitCode);
    }

    [Fact]
    public async Task A_folder_of_models_is_listed_beside_what_is_known()
    {
        var ended = await RunAsync("models", "list", "--path", RepositoryFiles.Fixture("models"), "--json");

        Assert.Equal(162_240, Listed(ended, RepositoryFiles.Fixture("models/llama")).GetProperty("parameters").GetInt32());
        Assert.Equal("apache-2.0", Listed(ended, "hf:HuggingFaceTB/SmolLM2-135M-Instruct").GetProperty("license").GetString());
    }

    [Fact]
    public async Task GGUFs_in_folders_of_a_repository_are_named_as_they_are_pulled()
    {
        _files["8 bits/tiny.gguf"] = await File.ReadAllBytesAsync(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"), TestContext.Current.CancellationToken);
        const string Name = "hf:org/tiny:8 bits/tiny.gguf";

        var pulled = await RunAsync("models", "pull", Name);
        Assert.True(pulled.ExitCode == 0, pulled.Error);
        var alone = await RunAsync("models", "list", "--json");
        await RunAsync("models", "pull", "hf:org/tiny");
        var beside = await RunAsync("models", "list", "--json");
        var shown = await RunAsync("models", "show", Name, "--json");

        Assert.DoesNotContain("\"hf:org/tiny\"", alone.Output, StringComparison.Ordinal);
        foreach (var model in new[] { Listed(alone, Name), Listed(beside, Name), Listed(beside, "hf:org/tiny"), JsonDocument.Parse(shown.Output).RootElement })
            Assert.Equal(162_240, model.GetProperty("parameters").GetInt32());
    }

    [Fact]
    public async Task GGUFs_in_folders_below_are_listed_one_by_one()
    {
        string[] paths = ["publisher/tiny-GGUF/a.gguf", "publisher/tiny-GGUF/b.gguf", "top.gguf"];
        foreach (var path in paths.Select(path => Path.Combine(_folder.Path, "models", path)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(RepositoryFiles.Fixture("models/gguf/tiny-llama.Q8_0.gguf"), path);
        }

        _folder.Write("models/notes/readme.txt", "no model");

        var ended = await RunAsync("models", "list", "--path", "models", "--json");

        Assert.Equal(
            paths.Select(path => Path.Combine("models", path)),
            JsonDocument.Parse(ended.Output).RootElement.EnumerateArray().Where(model => model.GetProperty("source").GetString() == "folder").Select(model => model.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task It_says_that_it_waits_for_another_process_that_fetches_the_same_file()
    {
        var locks = Directory.CreateDirectory(Path.Combine(_folder.Path, "home", "hub", ".locks", "models--org--tiny")).FullName;
        var held = new FileStream(Path.Combine(locks, HubServer.Sha256(_files["model.safetensors"]) + ".lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var pull = FulcrumProcess.StartIn(_folder.Path, Environment(), "models", "pull", "hf:org/tiny");
        await using (held) await Until.TrueAsync(() => pull.Said.Contains("waiting for another process that fetches model.safetensors", StringComparison.Ordinal), "the wait to be said");

        var ended = await pull.WaitAsync();

        Assert.Equal((0, Snapshot), (ended.ExitCode, ended.Output.Trim()));
        Assert.Equal(1, ended.Error.Split("waiting for another process").Length - 1);
        Assert.Contains("fetching model.safetensors", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_that_is_killed_leaves_a_cache_that_the_next_one_completes()
    {
        var weights = new byte[40_000_000];
        new Random(1).NextBytes(weights);
        _files["model.safetensors"] = weights;
        var killed = new TaskCompletionSource();

        // All chunks but the first wait until the program is gone.
        _server.BeforeContent = context => context.Request.GetTypedHeaders().Range?.Ranges.Single().From >= 8 << 20 ? killed.Task : Task.CompletedTask;
        using (var pull = FulcrumProcess.StartIn(_folder.Path, Environment(), "models", "pull", "hf:org/tiny"))
        {
            await Until.TrueAsync(() => Partials().Any(file => file.Length == 8 << 20), "the first chunk on disk");
            pull.Signal("KILL");
            await pull.WaitAsync();
        }

        killed.SetResult();
        Assert.False(File.Exists(Path.Combine(Snapshot, "model.safetensors")));
        var resumed = await RunAsync("models", "pull", "hf:org/tiny");

        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Contains("are here already", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(weights, await File.ReadAllBytesAsync(Path.Combine(Snapshot, "model.safetensors"), TestContext.Current.CancellationToken));
        Assert.Empty(Partials());
    }

    [Fact]
    public async Task Ctrl_C_says_that_what_came_is_kept()
    {
        var asked = new TaskCompletionSource();
        _server.BeforeContent = async context =>
        {
            asked.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        using var pull = FulcrumProcess.StartIn(_folder.Path, Environment(), "models", "pull", "hf:org/tiny");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        pull.Signal("INT");
        var ended = await pull.WaitAsync();

        Assert.Equal(130, ended.ExitCode);
        Assert.Contains("goes on from there", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_fetches_the_model_first_and_the_trial_names_its_commit()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await RunAsync("compare", "goods.csv", "--rungs", "majority,zero-shot", "--model", "hf:org/tiny", "--output", "run");

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.DoesNotContain("failed", ended.Output, StringComparison.Ordinal);
        var trial = Directory.GetFiles(Path.Combine(_folder.Path, "run", "trials"), "trial.json", SearchOption.AllDirectories).Single(path => path.Contains("zero-shot-tiny", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(trial, TestContext.Current.CancellationToken));
        Assert.Equal("hf:org/tiny@" + HubServer.Commit, json.RootElement.GetProperty("model_origin").GetString());
        Assert.Equal(Snapshot, json.RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_plan_fetches_nothing()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));

        var ended = await RunAsync("compare", "goods.csv", "--model", "hf:org/tiny", "--plan");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("tiny", ended.Output, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_gated_model_is_refused_with_the_way_in()
    {
        _server.Refusal = (403, "GatedRepo");

        var ended = await RunAsync("models", "pull", "hf:org/tiny");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("Accept its license at", ended.Error, StringComparison.Ordinal);
    }

    private static JsonElement Listed(FulcrumProcess.Ended ended, string name)
    {
        Assert.True(ended.ExitCode == 0, ended.Error);
        return Assert.Single(JsonDocument.Parse(ended.Output).RootElement.EnumerateArray(), model => model.GetProperty("name").GetString() == name);
    }

    private FileInfo[] Partials() => Directory.Exists(_folder.Path + "/home/hub")
        ? new DirectoryInfo(_folder.Path + "/home/hub").GetFiles("*.incomplete", SearchOption.AllDirectories)
        : [];

    private Dictionary<string, string> Environment() => new()
    {
        ["HF_HOME"] = Path.Combine(_folder.Path, "home"), ["HF_ENDPOINT"] = _server.Address.AbsoluteUri, ["HF_HUB_OFFLINE"] = "", ["HF_TOKEN"] = "", ["HF_HUB_CACHE"] = "",
    };

    private async Task<FulcrumProcess.Ended> RunAsync(params string[] arguments)
    {
        using var process = FulcrumProcess.StartIn(_folder.Path, Environment(), arguments);
        return await process.WaitAsync();
    }
}
