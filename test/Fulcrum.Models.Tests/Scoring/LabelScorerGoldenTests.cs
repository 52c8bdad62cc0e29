using System.Text.Json;
using Fulcrum.Models.Scoring;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Scoring;

public sealed class LabelScorerGoldenTests
{
    [Fact]
    public void Labels_after_prompts_of_SmolLM2_have_the_log_probabilities_of_the_reference()
    {
        using var model = LanguageModel.Load(RepositoryFiles.Shared("models/SmolLM2-135M-Instruct"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Shared("reference/architectures/smollm2.json")));
        JsonElement[] cases = [.. json.RootElement.GetProperty("cases").EnumerateArray()];
        int[][] labels = [.. cases[0].GetProperty("label_logprobs").EnumerateObject().Select(label => label.Value.GetProperty("ids").Deserialize<int[]>()!)];

        // All at once, so that padding takes part, and those that begin alike, so that a prefix does.
        foreach (var together in new[] { cases, [.. cases.Where(c => c.GetProperty("name").GetString() is "chat" or "phishing")] })
        {
            int[][] prompts = [.. together.Select(c => c.GetProperty("input_ids").Deserialize<int[]>()!)];
            new LabelScorer(model.Decoder).Score(prompts, labels, Check, TestContext.Current.CancellationToken);

            void Check(IReadOnlyList<ScoredPrompt> scored)
            {
                foreach (var prompt in scored)
                {
                    var expected = together[prompt.Index].GetProperty("label_logprobs").EnumerateObject().Select(label => label.Value.GetProperty("sum").GetDouble());
                    foreach (var (reference, actual) in expected.Zip(prompt.LogProbabilities)) Assert.Equal(reference, actual, 2e-3);
                }
            }
        }
    }
}
