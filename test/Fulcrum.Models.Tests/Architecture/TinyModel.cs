using System.Text.Json;
using Fulcrum.Models.Architecture;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Architecture;

/// <summary>A tiny random model with what the reference implementation computes on it.</summary>
internal sealed class TinyModel : IDisposable
{
    private readonly LanguageModel _model;
    private readonly JsonDocument _numbers;

    public TinyModel(string name)
    {
        Folder = RepositoryFiles.Fixture($"models/{name}");
        _model = LanguageModel.Load(Folder);
        _numbers = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "golden.json")));
        Golden = new Golden(Path.Combine(Folder, "golden.safetensors"));
    }

    public string Folder { get; }

    public Golden Golden { get; }

    public Decoder Decoder => _model.Decoder;

    public double Tolerance => _numbers.RootElement.GetProperty("suggested_atol").GetDouble();

    public long[] GreedyTokens(int run, string key) =>
        [.. _numbers.RootElement.GetProperty("greedy")[run].GetProperty(key).EnumerateArray().Select(token => token.GetInt64())];

    public void Dispose()
    {
        Golden.Dispose();
        _numbers.Dispose();
        _model.Dispose();
    }
}
