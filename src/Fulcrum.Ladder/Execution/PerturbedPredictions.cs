using Fulcrum.Data;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Execution;

/// <summary>
/// The answers of an opened artifact to perturbed copies of the test rows that it answered. They decide nothing, so they take a small part
/// of a trial, and a text on which the predictor fails is left without an answer and ends nothing.
/// </summary>
internal sealed class PerturbedPredictions
{
    /// <summary>Fewer copies, over all perturbations, show next to nothing.</summary>
    private const int FewestCopies = 30;

    /// <summary>Of what the trial has taken so far.</summary>
    private const double ShareOfTrial = 0.3;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    private readonly TrialContext _context;
    private readonly IPredictor _predictor;
    private readonly CancellationToken _cancellationToken;
    private readonly Example[] _copies;
    private readonly TimeSpan _time;
    private readonly DateTimeOffset _end;
    private int _done, _cut, _unanswered;
    private string? _failure;

    private PerturbedPredictions(TrialContext context, IPredictor predictor, IReadOnlySet<string> answered, CancellationToken cancellationToken)
    {
        (_context, _predictor, _cancellationToken) = (context, predictor, cancellationToken);
        _copies = [.. context.Data.Perturbed.Where(copy => answered.Contains(copy.Copy!.Of))];
        var now = context.Clock.GetUtcNow();
        _time = TimeSpan.FromTicks(Math.Max(Shortest.Ticks, (long)(ShareOfTrial * context.Elapsed.Ticks)));
        if (context.Deadline - now is { } left && left < _time) _time = left;
        _end = now + _time;
    }

    private bool IsOver => _context.Clock.GetUtcNow() >= _end;

    /// <summary>Predicts and logs, in the order of the copies, so that those done in time are the same rows for every trial.</summary>
    /// <param name="context">The trial.</param>
    /// <param name="predictor">Answers.</param>
    /// <param name="parts">What it answered before.</param>
    /// <param name="cancellationToken">Checked often.</param>
    /// <returns>What a reader should know.</returns>
    public static IReadOnlyList<string> Write(TrialContext context, IPredictor predictor, PartPredictions parts, CancellationToken cancellationToken)
    {
        var perturbed = new PerturbedPredictions(context, predictor, parts.TestIds, cancellationToken);
        if (perturbed._copies.Length == 0) return [];
        if (!perturbed.IsWorthAsking(parts.TestSeconds / parts.TestIds.Count))
        {
            var time = DisplayFormat.Duration(Math.Max(0, perturbed._time.TotalSeconds));
            return [$"It was not asked about perturbed texts: {FewestCopies} of them would have taken more than the {time} that the trial had for them."];
        }

        perturbed.Run();
        return [.. perturbed.Notes()];
    }

    /// <summary>Who is asked: whoever answers so fast that the time for it shows anything.</summary>
    private bool IsWorthAsking(double secondsPerText) => secondsPerText * Math.Min(FewestCopies, _copies.Length) < _time.TotalSeconds;

    private void Run()
    {
        _context.Progress.Report(new StageProgress("scoring perturbed texts", 0));
        TimedSamples.Run(_copies, Sample, () => IsOver, _context.Clock);
    }

    private IEnumerable<string> Notes()
    {
        if (_done < _copies.Length) yield return $"The time for perturbed texts ended after {_done} of {_copies.Length}.";
        foreach (var note in CutTexts.Note(_cut, _done, "perturbed", _context.Trial.Truncate)) yield return note;
        if (_unanswered > 0) yield return $"{_unanswered} of {_done} perturbed texts got no answer{(_failure is null ? "." : $": {_failure}")}";
    }

    private void Sample(IReadOnlyList<Example> sample)
    {
        var answers = Ask(sample);
        for (var i = 0; i < sample.Count; i++)
        {
            if (answers[i] is null && sample.Count > 1)
            {
                // What failed among others may do so because of one of them, and is no failure until it fails alone.
                if (IsOver) continue;
                answers[i] = Ask([sample[i]])[0];
            }

            Write(sample[i], answers[i]);
        }

        _context.Progress.Report(new StageProgress("scoring perturbed texts", (double)_done / _copies.Length));
    }

    /// <summary>
    /// The answer to each of a sample; <see langword="null"/> where there is none. Nothing is logged in here: that the disk is full is
    /// no fault of the predictor.
    /// </summary>
    private Answer?[] Ask(IReadOnlyList<Example> sample)
    {
        var answers = new Answer?[sample.Count];
        try
        {
            _predictor.Predict([.. sample.Select(copy => new TaskInput(copy.Id, copy.Text))], answer => answers[answer.Index] = answer, _cancellationToken);
        }
        catch (Exception e)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _failure = e is TrialFailedException or InputException ? e.Message.Split('\n')[0].Trim() : Fault.Describe(e);
        }

        return answers;
    }

    private void Write(Example copy, Answer? answer)
    {
        if (answer?.Probabilities.All(double.IsFinite) == false) (answer, _failure) = (null, "Its probabilities are no numbers.");
        if (answer is null)
        {
            _unanswered++;
            answer = new Answer(0, 0);
        }

        _context.Predictions.Write(LoggedAnswer.Of(_context, DatasetPart.Perturbed, copy, answer));
        if (answer.WasCut) _cut++;
        _done++;
    }
}
