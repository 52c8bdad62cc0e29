using System.Text.Json;
using Fulcrum.Models.Encoders;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Encoders;

/// <summary>A tiny random BERT with what the reference implementation computes on it.</summary>
internal sealed class TinyBert : IDisposable
{
    public static string Folder => RepositoryFiles.Fixture("models/bert");

    public EncoderModel Model { get; } = EncoderModel.Load(Folder);

    public Encoder Encoder => Model.Encoder;

    public Golden Golden { get; } = new(Path.Combine(Folder, "golden.safetensors"));

    public double Tolerance { get; } = ReadTolerance();

    public void Dispose()
    {
        Golden.Dispose();
        Model.Dispose();
    }

    private static double ReadTolerance()
    {
        using var numbers = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "golden.json")));
        return numbers.RootElement.GetProperty("suggested_atol").GetDouble();
    }
}
