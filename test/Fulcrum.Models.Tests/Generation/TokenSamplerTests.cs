using CsCheck;
using Fulcrum.Models.Generation;

namespace Fulcrum.Models.Tests.Generation;

public sealed class TokenSamplerTests
{
    private static readonly Gen<GenerationSettings> Settings =
        from temperature in Gen.Double[0.3, 2]
        from topK in Gen.Int[0, 12]
        from topP in Gen.Double[0, 1.2]
        from minP in Gen.Double[-0.3, 0.6]
        select new GenerationSettings { Temperature = temperature, TopK = topK, TopP = topP, MinP = Math.Max(0, minP) };

    [Fact]
    public void Only_tokens_are_drawn_that_top_k_then_top_p_then_min_p_leave_and_each_as_often_as_it_is_probable() =>
        Gen.Select(Gen.Int[-12, 12].Select(quarters => quarters / 4f).Array[10], Settings, Gen.Int[0, 1000]).Sample(
            (logits, settings, seed) =>
            {
                const int draws = 400;
                var expected = Probabilities(logits, settings);
                var sampler = new TokenSampler(settings, seed);
                var counts = new int[logits.Length];
                for (var i = 0; i < draws; i++) counts[sampler.Choose([.. logits], new float[logits.Length])]++;

                for (var token = 0; token < logits.Length; token++)
                {
                    // Six standard deviations.
                    var spread = 6 * Math.Sqrt(expected[token] * (1 - expected[token]) / draws);
                    Assert.InRange(counts[token] / (double)draws, expected[token] - spread - 1e-9, expected[token] + spread + 1e-9);
                }
            },
            iter: 200);

    [Fact]
    public void Tokens_without_any_probability_are_never_drawn()
    {
        var sampler = new TokenSampler(new GenerationSettings { Temperature = 5 }, seed: 1);

        for (var i = 0; i < 100; i++)
            Assert.Equal(1, sampler.Choose([float.NegativeInfinity, 0, float.NegativeInfinity], new float[3]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Logits_that_are_no_numbers_are_an_error(double temperature) =>
        Assert.Throws<InvalidOperationException>(() => new TokenSampler(new GenerationSettings { Temperature = temperature }, seed: 1).Choose([1, float.NaN], new float[2]));

    [Fact]
    public void The_repetition_penalty_divides_what_is_positive_and_multiplies_what_is_negative_once_per_token()
    {
        var penalty = new RepetitionPenalty(2, prompt: [0, 0]);
        penalty.Add(1);
        float[] logits = [2, -2, 3];

        penalty.Apply(logits);

        Assert.Equal([1, -4, 3], logits);
    }

    /// <summary>As Hugging Face transformers does it: sorts, cuts, and lets the next warper see only what is left.</summary>
    private static double[] Probabilities(float[] logits, GenerationSettings settings)
    {
        var weights = logits.Select(logit => Math.Exp(logit / settings.Temperature)).ToArray();
        if (settings.TopK > 0) Keep(weights.OrderDescending().Take(settings.TopK).Last());
        if (settings.TopP < 1)
        {
            var sorted = weights.OrderDescending().ToArray();
            var (count, sum) = (0, 0.0);
            while (count == 0 || (sum < settings.TopP * weights.Sum() && count < sorted.Length)) sum += sorted[count++];
            Keep(sorted[count - 1]);
        }

        Keep(weights.Max() * settings.MinP);
        return [.. weights.Select(weight => weight / weights.Sum())];

        void Keep(double least)
        {
            for (var i = 0; i < weights.Length; i++)
                if (weights[i] < least) weights[i] = 0;
        }
    }
}
