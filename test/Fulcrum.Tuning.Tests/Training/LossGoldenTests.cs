using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Models;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Training;

/// <summary>The loss that is trained with, on what transformers computes for every family.</summary>
public sealed class LossGoldenTests
{
    public static TheoryData<string> Models =>
        ["falcon", "falcon-new", "gemma3", "gemma3-full", "gpt2", "llama", "llama3-rope", "mistral", "phi3", "qwen2", "qwen3"];

    [Theory]
    [MemberData(nameof(Models))]
    public void It_equals_the_reference_with_all_labels_and_without_the_first_ten(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var folder = RepositoryFiles.Fixture($"models/{name}");
        using var model = LanguageModel.Load(folder);
        using var numbers = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json")));
        var rows = Rows(Path.Combine(folder, "golden.safetensors"));

        Numbers.AssertRelativelyClose(numbers.RootElement.GetProperty("loss").GetDouble(), Mean(1), 1e-5);
        Numbers.AssertRelativelyClose(numbers.RootElement.GetProperty("loss_first_10_labels_ignored").GetDouble(), Mean(10), 1e-5);

        double Mean(int first)
        {
            TrainingSequence[] batch = [.. rows.Select(row => new TrainingSequence(row, [.. Enumerable.Range(first, row.Length - first)]))];
            return new SequenceLoss(model.Decoder).Sum(batch).item<float>() / (double)batch.Sum(sequence => sequence.Targets.Length);
        }
    }

    private static int[][] Rows(string path)
    {
        using var golden = new SafetensorsFile(path);
        long[] ids = [.. MemoryMarshal.Cast<byte, long>(golden.Bytes("input_ids"))];
        return [.. ids.Select(id => (int)id).Chunk((int)golden.Shape("input_ids")[1])];
    }
}
