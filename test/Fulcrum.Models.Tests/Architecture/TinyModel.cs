using System.Text.Json;
using Fulcrum.Models.Architecture;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Architecture;

/// <summary>A tiny random model with what the reference implementation computes on it.</summary>
internal sealed class TinyModel : IDisposable
{
    private readonly LanguageModel model;
    private readonly JsonDocument numbers;

    public TinyModel(string name)
    {
        Folder = RepositoryFiles.Fixture($"models/{name}");
        model = LanguageModel.Load(Folder);
        numbers = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "golden.json")));
        Golden = new Golden(Path.Combine(Folder, "golden.safetensors"));
    }

    public string Folder { get; }

    public Golden Golden { get; }

    public Decoder Decoder => model.Decoder;

    public double Tolerance => numbers.RootElement.GetProperty("suggested_atol").GetDouble();

    public long[] GreedyTokens(int run, string key) =>
        [.. numbers.RootElement.GetProperty("greedy")[run].GetProperty(key).EnumerateArray().Select(token => token.GetInt64())];

    public void Dispose()
    {
        Golden.Dispose();
        numbers.Dispose();
        model.Dispose();
    }
}
