namespace GradBench.Evals;

/// <summary>A message or an input that can be read but means nothing; the message says why.</summary>
internal sealed class InvalidInputException(string message) : Exception(message)
{
    /// <summary>Throws where what an input needs does not hold.</summary>
    public static void ThrowUnless(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidInputException(message);
        }
    }
}
