using System.Text;
using Fulcrum.Models.Hub;
using Fulcrum.Tests;
using Fulcrum.Tests.Hub;

namespace Fulcrum.Models.Tests.Hub;

/// <summary>A hub with a made-up model, and an empty cache.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private HubFixture(HubServer server, Dictionary<string, byte[]> files) => (Server, Files) = (server, files);

    public HubServer Server { get; }

    public Dictionary<string, byte[]> Files { get; }

    public ImpatientClock Clock { get; } = new();

    public string Cache => Path.Combine(_folder.Path, "hub");

    public string Repository => Path.Combine(Cache, "models--org--tiny");

    public string Snapshot => Path.Combine(Repository, "snapshots", HubServer.Commit);

    public HubSettings Settings => new() { CacheFolder = Cache, Endpoint = Server.Address };

    public static async Task<HubFixture> StartAsync(int weightBytes = 1000)
    {
        var weights = new byte[weightBytes];
        new Random(1).NextBytes(weights);
        Dictionary<string, byte[]> files = new()
        {
            ["config.json"] = "{\"model_type\": \"llama\"}"u8.ToArray(),
            ["tokenizer.json"] = "{}"u8.ToArray(),
            ["1_Pooling/config.json"] = "{\"pooling_mode_mean_tokens\": true}"u8.ToArray(),
            ["model.safetensors"] = weights,
            ["pytorch_model.bin"] = Encoding.ASCII.GetBytes("pickle"),
            ["onnx/model.onnx"] = Encoding.ASCII.GetBytes("onnx"),
        };
        return new HubFixture(await HubServer.StartAsync(files), files);
    }

    /// <summary>Small chunks, so that small files are fetched over several connections.</summary>
    public Task<HubSnapshot> FetchAsync(string name = "hf:org/tiny", HubSettings? settings = null, IProgress<HubProgress>? progress = null, CancellationToken? cancellationToken = null) =>
        Hub(settings).FetchAsync(HubName.Parse(name), progress, cancellationToken ?? TestContext.Current.CancellationToken);

    public ModelHub Hub(HubSettings? settings = null) => new(settings ?? Settings, Clock)
    {
        Download = new DownloadOptions { ChunkSize = 100_000, Timeout = TimeSpan.FromSeconds(20) },
    };

    /// <summary>What was fetched equals what the hub has, and nothing unfinished is left.</summary>
    public void AssertFetched(params string[] files)
    {
        foreach (var file in files) Assert.Equal(Files[file], File.ReadAllBytes(Path.Combine(Snapshot, file)));
        Assert.Empty(Directory.GetFiles(Cache, "*.incomplete", SearchOption.AllDirectories));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
