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
        Folder = Find(name);
        model = LanguageModel.Load(Folder);
        numbers = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "golden.json")));
        Golden = new Golden(Path.Combine(Folder, "golden.safetensors"));
    }

    /// <summary>Every tiny decoder of the reference, two of some families.</summary>
    public static TheoryData<string> All =>
        ["falcon", "falcon-new", "gemma3", "gemma3-full", "gpt2", "llama", "llama3-rope", "mistral", "phi3", "qwen2", "qwen3"];

    public string Folder { get; }

    public Golden Golden { get; }

    public Decoder Decoder => model.Decoder;

    public double Tolerance => numbers.RootElement.GetProperty("suggested_atol").GetDouble();

    public long[] GreedyTokens(int run, string key) =>
        [.. numbers.RootElement.GetProperty("greedy")[run].GetProperty(key).EnumerateArray().Select(token => token.GetInt64())];

    /// <summary>Those whose like is not committed are beside the repository only.</summary>
    public static string Find(string name)
    {
        var fixture = RepositoryFiles.Fixture($"models/{name}");
        return File.Exists(Path.Combine(fixture, "model.safetensors")) ? fixture : RepositoryFiles.Shared($"reference/architectures/{name}");
    }

    public void Dispose()
    {
        Golden.Dispose();
        numbers.Dispose();
        model.Dispose();
    }
}
