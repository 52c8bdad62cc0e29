using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Borrows the language models of rungs that prompt.</summary>
internal static class LanguageModels
{
    /// <summary>The model that a rung is to be fitted on, with a tokenizer for sure.</summary>
    /// <exception cref="TrialFailedException">No model is named, or it has no tokenizer.</exception>
    /// <exception cref="InputException">The model cannot be opened.</exception>
    public static ModelLoan Borrow(this ModelCache models, FitContext context, WeightPrecision precision)
    {
        context.Progress.Report(new StageProgress("loading model"));
        var path = context.Model?.Path ?? throw new TrialFailedException("This rung needs a model; give one with --model.");
        var loan = models.Borrow(path, precision);
        foreach (var warning in loan.Model.Warnings) context.Progress.Report(new StageProgress($"warning: {warning}"));
        return loan.WithTokenizer();
    }

    /// <summary>The model that an artifact answers with.</summary>
    /// <param name="models">Lends it.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="record">How it answers.</param>
    /// <exception cref="InputException">The model cannot be opened.</exception>
    public static ModelLoan Borrow(this ModelCache models, string path, PromptedRecord record) =>
        models.Borrow(path, record.Precision).WithTokenizer();

    /// <summary>The loan, if its model has a tokenizer; otherwise it is given back.</summary>
    /// <exception cref="TrialFailedException">The model has no tokenizer.</exception>
    public static ModelLoan WithTokenizer(this ModelLoan loan)
    {
        if (loan.Model.Tokenizer is not null) return loan;
        loan.Dispose();
        throw new TrialFailedException("The model has no tokenizer, neither in its file nor as a tokenizer.json beside it.");
    }
}
