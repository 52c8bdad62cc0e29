using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Tests.Classical;

public class NaiveBayesTests
{
    // Two terms and the intercept; the last row of three has label 2, label 1 was never seen.
    private static readonly SparseMatrix TwoClasses = SparseMatrixTests.Sparse([[2, 0, 1], [1, 1, 1], [0, 3, 1]], 3);

    [Fact]
    public void Probabilities_follow_bayes_rule_with_smoothed_counts()
    {
        var model = NaiveBayes.Fit(TwoClasses, new ClassTargets([0, 0, 2], 3), alpha: 0.5);

        // Label 0: terms 3 and 1 of 4; label 2: terms 0 and 3 of 3; priors 2/3 and 1/3. Asked: first term twice, second once.
        var zero = 2 / 3.0 * Math.Pow(3.5 / 5, 2) * (1.5 / 5);
        var two = 1 / 3.0 * Math.Pow(0.5 / 4, 2) * (3.5 / 4);
        var probabilities = model.Predict([0, 1, 2], [2, 1, 1]);
        Assert.Equal(zero / (zero + two), probabilities[0], 1e-6);
        Assert.Equal(0, probabilities[1]);
        Assert.Equal(two / (zero + two), probabilities[2], 1e-6);
    }

    [Fact]
    public void Three_classes_have_one_score_each()
    {
        var model = NaiveBayes.Fit(TwoClasses, new ClassTargets([0, 1, 2], 3), alpha: 1);

        double[] joint = [3 / 4.0, 2 / 4.0, 1 / 5.0];
        Assert.Equal(9, model.Weights.Length);
        var probabilities = model.Predict([0, 2], [1, 1]);
        Assert.All(joint.Zip(probabilities), p => Assert.Equal(p.First / joint.Sum(), p.Second, 1e-6));
    }

    [Fact]
    public void A_single_class_is_certain() =>
        Assert.Equal([0, 1], NaiveBayes.Fit(TwoClasses, new ClassTargets([1, 1, 1], 2), alpha: 1).Predict([0, 2], [2, 1]));

    [Fact]
    public void Of_several_labels_each_is_told_from_the_rows_without_it()
    {
        int[][] truths = [[0], [0, 2], [1, 2]];

        var model = NaiveBayes.Fit(TwoClasses, new LabelSetTargets(truths, labels: 4), alpha: 0.5);

        foreach (var label in new[] { 0, 1, 2 })
        {
            var binary = NaiveBayes.Fit(TwoClasses, new ClassTargets([.. truths.Select(truth => truth.Contains(label) ? 1 : 0)], 2), alpha: 0.5);
            Assert.Equal(binary.Predict([0, 1, 2], [2, 1, 1])[1], model.Predict([0, 1, 2], [2, 1, 1])[label], 1e-12);
        }

        Assert.Equal(0, model.Predict([0, 1, 2], [2, 1, 1])[3]);
    }
}
