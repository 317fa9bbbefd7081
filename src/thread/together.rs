//! The comments of an input, made beside the reading of the rows that follow.

use rayon::prelude::*;

use super::{Batch, Comment, Reader, Record};
use crate::error::Result;

impl Batch {
    /// The comments of its rows, in their order.
    fn comments(&self) -> Vec<Comment> {
        let records: Vec<_> = self.records().collect();
        records.into_par_iter().map(Record::comment).collect()
    }
}

impl Reader {
    /// All comments that are left, in the input's order, as iterating gives them. Their ids are never empty.
    ///
    /// # Errors
    /// Whatever stops reading; the comments before it are then not handed over.
    pub fn comments(&mut self) -> Result<Vec<Comment>> {
        let (mut all, mut batch, mut next) = (Vec::new(), Batch::default(), Batch::default());
        let mut more = self.read_batch(&mut batch)?;
        while more {
            let (comments, read) = rayon::join(|| batch.comments(), || self.read_batch(&mut next));
            all.extend(comments);
            more = read?;
            std::mem::swap(&mut batch, &mut next);
        }
        Ok(all)
    }
}
