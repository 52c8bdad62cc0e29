using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Tests.Classical;

public class LogisticRegressionTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 10)]
    [InlineData(3, 1)]
    [InlineData(3, 10)]
    public void The_fit_is_the_minimum_of_half_the_squared_weights_plus_c_times_the_summed_loss(int classes, double c)
    {
        var (features, targets) = Data(classes);
        var model = Fit(features, targets, classes, c);

        var best = Objective(model, features, targets, c);
        var random = new Random(1);
        for (var trial = 0; trial < 200; trial++)
        {
            var moved = model with { Weights = [.. model.Weights.Select(w => w + (0.02f * (random.NextSingle() - 0.5f)))] };
            Assert.True(Objective(moved, features, targets, c) > best);
        }
    }

    [Fact]
    public void The_derivative_of_the_objective_is_zero_at_the_fit()
    {
        // Binary: d/dw = w + C · Σ (p − y) · x, and for the intercept without w.
        var (features, targets) = Data(classes: 2);
        var model = Fit(features, targets, 2, c: 10);
        var gradient = new double[features.Columns];
        for (var row = 0; row < features.Rows; row++)
        {
            var error = Predict(model, features, row)[1] - targets[row];
            for (var k = features.RowStarts[row]; k < features.RowStarts[row + 1]; k++)
                gradient[features.Indices[k]] += 10 * error * features.Values[k];
        }

        for (var column = 0; column < features.Columns - 1; column++) gradient[column] += model.Weights[column];
        Assert.All(gradient, g => Assert.InRange(g / (10 * features.Rows), -2e-5, 2e-5));
    }

    [Fact]
    public void A_fit_that_starts_from_a_smaller_c_ends_where_a_fresh_one_does()
    {
        var (features, targets) = Data(classes: 3);
        var path = new LogisticRegression(features, new ClassTargets(targets, 3));
        path.Fit(0.1, () => false, TestContext.Current.CancellationToken);
        var continued = path.Fit(10, () => false, TestContext.Current.CancellationToken);
        var fresh = Fit(features, targets, 3, 10);

        for (var row = 0; row < features.Rows; row++)
            Assert.All(Predict(continued, features, row).Zip(Predict(fresh, features, row)), p => Assert.Equal(p.First, p.Second, 2e-3));
    }

    [Fact]
    public void Stopped_at_once_it_knows_nothing()
    {
        var (features, targets) = Data(classes: 3);
        var model = new LogisticRegression(features, new ClassTargets(targets, 3)).Fit(1, () => true, TestContext.Current.CancellationToken);
        Assert.All(model.Weights, w => Assert.Equal(0, w));
    }

    [Fact]
    public void Stopped_after_a_while_it_keeps_what_it_has_learned()
    {
        var (features, targets) = Data(classes: 3);
        var questions = 0;
        var model = new LogisticRegression(features, new ClassTargets(targets, 3)).Fit(10, () => ++questions > 4, TestContext.Current.CancellationToken);
        Assert.True(Objective(model, features, targets, 10) < 10 * features.Rows * Math.Log(3));
    }

    [Fact]
    public void It_can_be_canceled()
    {
        var (features, targets) = Data(classes: 2);
        Assert.Throws<OperationCanceledException>(() =>
            new LogisticRegression(features, new ClassTargets(targets, 2)).Fit(1, () => false, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Labels_that_train_lacks_get_probability_zero()
    {
        var (features, targets) = Data(classes: 2);
        var model = Fit(features, [.. targets.Select(t => t == 0 ? 1 : 3)], labels: 5, 10);
        var probabilities = Predict(model, features, 0);
        Assert.Equal([0, 0, 0], new[] { probabilities[0], probabilities[2], probabilities[4] });
        Assert.Equal(1, probabilities.Sum(), 1e-12);
    }

    [Fact]
    public void A_task_of_one_label_is_the_binary_classification_of_having_it()
    {
        var (features, targets) = Data(classes: 2);
        int[][] truths = [.. targets.Select(target => target == 1 ? [0] : Array.Empty<int>())];

        var label = Fit(features, new LabelSetTargets(truths, labels: 1), c: 10);
        var binary = Fit(features, targets, labels: 2, c: 10);

        Assert.Equal(binary.Weights, label.Weights);
        for (var row = 0; row < features.Rows; row++)
            Assert.Equal(Predict(binary, features, row)[1], Assert.Single(Predict(label, features, row)), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Of_several_labels_each_has_the_probability_of_its_own_binary_classification(double c)
    {
        // As scikit-learn's OneVsRestClassifier(LogisticRegression) is defined, where label 4 is that of all rows and 5 of none.
        var (features, targets) = Data(classes: 3);
        int[][] truths = [.. targets.Select((target, row) => row % 2 == 0 ? new[] { target, 3, 4 } : [target, 4])];

        var model = Fit(features, new LabelSetTargets(truths, labels: 6), c);

        for (var label = 0; label < 4; label++)
        {
            var binary = Fit(features, [.. truths.Select(truth => truth.Contains(label) ? 1 : 0)], labels: 2, c);
            for (var row = 0; row < features.Rows; row++)
                Assert.Equal(Predict(binary, features, row)[1], Predict(model, features, row)[label], 2e-3);
        }

        for (var row = 0; row < features.Rows; row++) Assert.Equal([1, 0], Predict(model, features, row)[4..]);
    }

    private static LinearModel Fit(SparseMatrix features, int[] targets, int labels, double c) => Fit(features, new ClassTargets(targets, labels), c);

    private static LinearModel Fit(SparseMatrix features, LabelTargets targets, double c) =>
        new LogisticRegression(features, targets).Fit(c, () => false, TestContext.Current.CancellationToken);

    private static double[] Predict(LinearModel model, SparseMatrix features, int row) =>
        model.Predict(features.IndicesOf(row), features.ValuesOf(row));

    private static double Objective(LinearModel model, SparseMatrix features, int[] targets, double c)
    {
        var loss = Enumerable.Range(0, features.Rows).Sum(row => -Math.Log(Predict(model, features, row)[targets[row]]));
        return (0.5 * model.Weights.SkipLast(model.Scores).Sum(w => (double)w * w)) + (c * loss);
    }

    private static (SparseMatrix Features, int[] Targets) Data(int classes)
    {
        var data = MadeUpMessages.Split(classes);
        var texts = data.Train.Select(e => e.Text).ToArray();
        var vectorizer = Vectorizer.Fit(TermWeighting.TfIdf, [NgramKind.Words], texts, TestContext.Current.CancellationToken);
        // Some labels are wrong, so that the weights have something to weigh.
        var targets = data.Train.Select((e, i) => i % 7 == 0 ? (i / 7) % classes : data.Labels.Index().First(l => l.Item == e.Labels).Index);
        return (vectorizer.Transform(texts, TestContext.Current.CancellationToken), [.. targets]);
    }
}
