using System.Text.Json;
using Fulcrum.Models.Architecture;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Architecture;

/// <summary>A tiny random model with what the reference implementation computes on it.</summary>
internal sealed class TinyModel(string name) : IDisposable
{
    private readonly LanguageModel model = LanguageModel.Load(RepositoryFiles.Fixture($"models/{name}"));
    private readonly JsonDocument numbers = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Fixture($"models/{name}/golden.json")));

    public Golden Golden { get; } = new(RepositoryFiles.Fixture($"models/{name}/golden.safetensors"));

    public Decoder Decoder => model.Decoder;

    public double Tolerance => numbers.RootElement.GetProperty("suggested_atol").GetDouble();

    public double Number(string key) => numbers.RootElement.GetProperty(key).GetDouble();

    public long[] GreedyTokens(int run, string key) =>
        [.. numbers.RootElement.GetProperty("greedy")[run].GetProperty(key).EnumerateArray().Select(token => token.GetInt64())];

    public void Dispose()
    {
        Golden.Dispose();
        numbers.Dispose();
        model.Dispose();
    }
}
