using Autodiff.Generator.Ir;
using Autodiff.Generator.Simplification;

namespace Autodiff.Generator.Emit;

/// <content>
/// Loops that stand in a branch for the sake of the slices before them, which are not to be taken where the loop does not run.
/// </content>
internal sealed partial class BodyWriter
{
    /// <summary>
    /// Has the sums of a guarded loop start before the branch, where they start from a constant: after <c>double d = 0;</c> there, no
    /// other arm has to say so.
    /// </summary>
    private void StartSums(Branch branch, NameScope scope)
    {
        if (branch.Instruction.Text != SliceableLoop.Guard || branch.Then.FirstOrDefault(s => !IsOfSlice(s)) is not Moves starts)
        {
            return;
        }

        foreach (var other in branch.Else.OfType<Moves>())
        {
            foreach (var move in other.Items.Where(m => IsStart(m) && starts.Items.Any(s => IsSame(s, m))).ToList())
            {
                WriteMove(move, scope);
                other.Items.Remove(move);
                starts.Items.RemoveAll(s => IsSame(s, move));
            }
        }

        // A variable that is declared here holds nothing yet.
        bool IsStart(Move move) => schedule.Definition(move.Value).Op == Op.Constant && function.Values[move.Target].Type.IsFloating
            && !variables.IsDeclared(move.Target) && declarations.Before(branch).Any(v => variables.IsSameVariable(v, move.Target));

        bool IsSame(Move a, Move b) => a.Value == b.Value && variables.IsSameVariable(a.Target, b.Target);
    }

    /// <summary>Whether a statement computes a slice, or an index for one.</summary>
    private bool IsOfSlice(Statement statement) =>
        statement is Define define && (schedule.Definition(define.Value).Op == Op.Slice || function.Values[define.Value].Type.IsInteger);
}
