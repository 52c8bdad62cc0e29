using Fulcrum.Ladder.Artifacts;

namespace Fulcrum.Ladder.Constraints;

/// <summary>The licenses of the models that a trial works on.</summary>
/// <param name="allowed">SPDX identifiers, case ignored.</param>
internal sealed class AllowedLicenses(IReadOnlyList<string> allowed) : IConstraint
{
    public string Key => "constraints.licenses";

    public Veto? Check(ConstraintSubject subject)
    {
        foreach (var model in Models(subject))
        {
            var licenses = ModelLicense.Of(model.Path);
            if (licenses.Any(license => allowed.Contains(license, StringComparer.OrdinalIgnoreCase))) continue;
            var found = licenses.Count == 0
                ? $"The license of {model.Name} is not known: neither its README.md nor its config.json names one"
                : $"The license of {model.Name} is `{string.Join("`, `", licenses)}`";
            return new Veto(subject.Trial.Id, Key, $"{found}; allowed: {string.Join(", ", allowed)}.");
        }

        return null;
    }

    private static IEnumerable<ModelReference> Models(ConstraintSubject subject)
    {
        if (subject.Trial.Model is { } model) yield return new ModelReference(model, subject.Trial.ModelOrigin);
        if (subject.Trial.Encoder is { } encoder) yield return encoder;
    }
}
